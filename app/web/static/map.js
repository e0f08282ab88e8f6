// Where: places by the number of meetings, and the ways there from the capitals of those who come.
import { feature, geoGraticule10, geoNaturalEarth1, geoPath, max, mesh, scaleSqrt, select } from "./vendor/vendor.js";
import { json, linked, path, without } from "./question.js";
import { number, plural, width } from "./signs.js";

let world = null;
const RATIO = 0.52;
const base = new URL("./vendor/world.json", import.meta.url).pathname;

export const worldMap = {
  id: "map",

  async load(question, signal) {
    const [found, shapes] = await Promise.all([json(path("/views/venues", without(question, "place")), signal), world ?? json(base, signal)]);
    world ??= shapes;
    return found;
  },

  draw(figure, data, question) {
    const picture = figure.querySelector(".picture");
    const w = width(picture);
    const h = Math.round(w * RATIO);
    const svg = select(picture).selectAll("svg").data([null]).join("svg").attr("width", w).attr("height", h)
      .attr("role", "group").attr("aria-label", "Map of places");
    const projection = geoNaturalEarth1().fitExtent([[2, 2], [w - 2, h - 2]], { type: "Sphere" });
    const line = geoPath(projection).digits(1);
    land(svg, line, w);
    ways(svg, line, data, w);
    places(svg, projection, data, question);
  },

  says(data) {
    const drawn = data.places.reduce((all, one) => all + one.meetings, 0);
    return `${plural(drawn, "meeting")} in ${plural(data.places.length, "place")}${data.elsewhere ? `; ${number(data.elsewhere)} without a place` : ""}.`;
  },

  table: (data) => ({
    columns: ["Place", "Country", "Meetings"], rows: data.places.map((one) => [one.city ?? "", one.country ?? "", one.meetings]),
  }),

  api: (question) => ({
    base: "/v1/statistics", params: new URLSearchParams([["group_by", "city,place"], ...question]),
  }),
};

function land(svg, line, w) {
  const ground = svg.selectAll("g.ground").data([w], (one) => one).join((enter) => {
    const made = enter.insert("g", ":first-child").attr("class", "ground").attr("aria-hidden", "true");
    made.append("path").attr("class", "sea").attr("d", line({ type: "Sphere" }));
    made.append("path").attr("class", "graticule").attr("d", line(geoGraticule10()));
    made.append("path").attr("class", "land").attr("d", line(feature(world, world.objects.land)));
    made.append("path").attr("class", "border").attr("d", line(mesh(world, world.objects.countries, (a, b) => a !== b)));
    return made;
  });
  return ground;
}

const shapes = new Map();

// A way is drawn once for each width of the picture, and only its weight changes.
function shape(line, from, to, w) {
  const key = `${w} ${from} ${to}`;
  if (!shapes.has(key)) shapes.set(key, line({ type: "LineString", coordinates: [from, to] }));
  return shapes.get(key);
}

function ways(svg, line, data, w) {
  const most = max(data.ways, (one) => one.meetings) ?? 1;
  // Each way has its place with it: the one drawn before is compared by its own, not by the place of that number now.
  const known = data.ways.filter((one) => data.capitals[one.from]).map((one) => ({ ...one, place: data.places[one.to] }));
  svg.selectAll("g.ways").data([null]).join("g").attr("class", "ways").attr("aria-hidden", "true")
    .selectAll("path").data(known, (one) => `${one.from} ${one.place.city} ${one.place.country}`).join("path")
    .attr("d", (one) => {
      const capital = data.capitals[one.from];
      return shape(line, [capital.longitude, capital.latitude], [one.place.longitude, one.place.latitude], w);
    })
    .attr("stroke-width", (one) => (0.5 + 2.5 * Math.sqrt(one.meetings / most)).toFixed(2));
}

function places(svg, projection, data, question) {
  const radius = scaleSqrt([0, max(data.places, (one) => one.meetings) ?? 1], [0, Math.max(9, Number(svg.attr("width")) / 45)]);
  const name = (one) => one.city ?? one.country;
  const chosen = question.get("place");
  svg.selectAll("g.places").data([null]).join("g").attr("class", "places").raise()
    .selectAll("a").data(data.places, (one) => `${one.city} ${one.country}`).join((enter) => {
      const link = enter.append("a").attr("class", "venue");
      link.append("circle");
      link.append("title");
      return link;
    })
    .order()
    .attr("href", (one) => linked({ place: chosen === name(one) ? null : name(one) }))
    .classed("chosen", (one) => chosen === name(one))
    .attr("aria-label", (one) => `${name(one)}: ${plural(one.meetings, "meeting")}`)
    .attr("transform", (one) => `translate(${projection([one.longitude, one.latitude]).map((part) => part.toFixed(1))})`)
    .each(function draw(one) {
      const link = select(this);
      link.select("circle").attr("r", Math.max(2.5, radius(one.meetings)).toFixed(1));
      link.select("title").text(`${name(one)}: ${plural(one.meetings, "meeting")}`);
    });
}
