// Packages in; in ../static/vendor one module, a map of the world, their licences and their versions out.
import { build } from "esbuild";
import { geoGraticule10, geoNaturalEarth1, geoPath } from "d3-geo";
import { feature, mesh } from "topojson-client";
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";

const lock = JSON.parse(readFileSync("package-lock.json", "utf8"));
const to = "../static/vendor";
mkdirSync(to, { recursive: true });

const made = await build({
  entryPoints: ["vendor.js"], bundle: true, minify: true, format: "esm", target: "es2022",
  legalComments: "none", outfile: `${to}/vendor.js`, metafile: true,
});

const used = new Set(["world-atlas", "topojson-client"]);
for (const path of Object.keys(made.metafile.inputs)) {
  const found = /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path);
  if (found) used.add(found[1]);
}

// The map of the world as paths, projected once for all: a browser takes a tenth of a second for it.
const SIZE = [1000, 520];
const world = JSON.parse(readFileSync("node_modules/world-atlas/countries-110m.json", "utf8"));
const projection = geoNaturalEarth1().fitExtent([[0, 0], SIZE], { type: "Sphere" });
const line = geoPath(projection).digits(1);
writeFileSync(`${to}/world.json`, JSON.stringify({
  size: SIZE,
  sea: line({ type: "Sphere" }),
  graticule: line(geoGraticule10()),
  land: line(feature(world, world.objects.land)),
  border: line(mesh(world, world.objects.countries, (a, b) => a !== b)),
}));

const versions = {};
const licences = [];
for (const name of [...used].sort()) {
  versions[name] = lock.packages[`node_modules/${name}`].version;
  const file = readdirSync(`node_modules/${name}`).find((one) => /^licen[cs]e/i.test(one));
  licences.push(`${name} ${versions[name]}\n\n${readFileSync(`node_modules/${name}/${file}`, "utf8").trim()}\n`);
}
writeFileSync(`${to}/versions.json`, `${JSON.stringify(versions, null, 2)}\n`);
writeFileSync(`${to}/licences.txt`, licences.join(`\n${"-".repeat(80)}\n\n`));
