// Where: places by the number of meetings, and the ways there from the capitals of those who come.
import { geoInterpolate, geoNaturalEarth1, max, scaleSqrt, select } from "./vendor/vendor.js";
import { counted, json, linked } from "./question.js";
import { number, plural, width } from "./signs.js";

let world = null;
const base = new URL("./vendor/world.json", import.meta.url).pathname;
// A way is drawn through so many points.
const POINTS = 24;

export const worldMap = {
  id: "map",

  async load(question, signal) {
    const [found, shapes] = await Promise.all([counted(question, signal), world ?? json(base, signal)]);
    world ??= shapes;
    return found.map;
  },

  draw(figure, data, question) {
    const picture = figure.querySelector(".picture");
    const frame = framed(width(picture));
    ground(picture, frame);
    ways(picture, frame, data);
    const svg = select(picture).selectAll("svg.places").data([null]).join("svg").attr("class", "places")
      .attr("viewBox", `0 0 ${frame.w} ${frame.h}`).attr("width", frame.w).attr("height", frame.h).attr("role", "group").attr("aria-label", "Map of places");
    places(svg, frame, data);
    named(svg, question);
  },

  // While a range is drawn, numbers change and nothing else: names and addresses follow when it is done.
  brush(figure, data) {
    const picture = figure.querySelector(".picture");
    const frame = framed(width(picture));
    ways(picture, frame, data);
    places(select(picture).select("svg.places"), frame, data);
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

let last = null;

// The size of the picture, what it projects with, and the ways that were drawn in it before.
function framed(w) {
  if (last?.w !== w) {
    const h = Math.round((w * world.size[1]) / world.size[0]);
    last = { w, h, projection: geoNaturalEarth1().fitExtent([[0, 0], [w, h]], { type: "Sphere" }), known: new Map() };
  }
  return last;
}

function ground(picture, { w, h }) {
  select(picture).selectAll("svg.ground").data([null]).join((enter) => {
    const made = enter.insert("svg", ":first-child").attr("class", "ground").attr("aria-hidden", "true").attr("viewBox", `0 0 ${world.size.join(" ")}`);
    for (const part of ["sea", "graticule", "land", "border"]) made.append("path").attr("class", part).attr("d", world[part]);
    return made;
  }).attr("width", w).attr("height", h);
}

// The great circle from one place to another, parted where it leaves the map on one side and comes back on the other.
function way({ w, projection, known }, from, to) {
  const key = `${from} ${to}`;
  if (!known.has(key)) {
    const between = geoInterpolate(from, to);
    const shape = new Path2D();
    let before = Infinity;
    for (let at = 0; at <= POINTS; at += 1) {
      const [x, y] = projection(between(at / POINTS));
      if (Math.abs(x - before) > w / 2) shape.moveTo(x, y); else shape.lineTo(x, y);
      before = x;
    }
    known.set(key, shape);
  }
  return known.get(key);
}

// On a canvas: hundreds of lines that nobody chooses cost no more there than one.
function ways(picture, frame, data) {
  const { w, h } = frame;
  const canvas = select(picture).selectAll("canvas").data([null]).join((enter) => enter.insert("canvas", "svg.places").attr("class", "ways").attr("aria-hidden", "true")).node();
  const sharp = Math.min(2, devicePixelRatio || 1);
  if (canvas.width !== w * sharp) Object.assign(canvas, { width: w * sharp, height: h * sharp });
  paint(canvas, frame, data, sharp);
  canvas.again = () => paint(canvas, frame, data, sharp);
}

function paint(canvas, frame, data, sharp) {
  const drawing = canvas.getContext("2d");
  const most = max(data.ways, (one) => one.meetings) ?? 1;
  drawing.setTransform(sharp, 0, 0, sharp, 0, 0);
  drawing.clearRect(0, 0, frame.w, frame.h);
  drawing.strokeStyle = getComputedStyle(canvas).color;
  drawing.lineCap = "round";
  for (const one of data.ways) {
    const capital = data.capitals[one.from];
    if (!capital) continue;
    const to = data.places[one.to];
    drawing.globalAlpha = 0.15 + 0.3 * Math.sqrt(one.meetings / most);
    drawing.lineWidth = 0.5 + 2.5 * Math.sqrt(one.meetings / most);
    drawing.stroke(way(frame, [capital.longitude, capital.latitude], [to.longitude, to.latitude]));
  }
}

const repaint = () => document.querySelector("canvas.ways")?.again?.();
addEventListener("schemechange", repaint);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);

const name = (one) => one.city ?? one.country;

function places(svg, { w, projection }, data) {
  const radius = scaleSqrt([0, max(data.places, (one) => one.meetings) ?? 1], [0, Math.max(9, w / 45)]);
  svg.selectAll("a").data(data.places, (one) => `${one.city} ${one.country}`).join((enter) => {
    const link = enter.append("a").attr("class", "venue");
    link.append("circle");
    link.append("title");
    return link;
  }).each(function draw(one) {
    const r = Math.max(2.5, radius(one.meetings)).toFixed(1);
    const at = `translate(${projection([one.longitude, one.latitude]).map((part) => part.toFixed(1))})`;
    // Setting what is there already costs as much as setting something new.
    if (this.r !== r) { this.r = r; this.firstChild.setAttribute("r", r); }
    if (this.at !== at) { this.at = at; this.setAttribute("transform", at); }
  });
}

// The larger ones below the smaller ones, each with its name and where it leads.
function named(svg, question) {
  const chosen = question.get("place");
  svg.selectAll("a").order()
    .attr("href", (one) => linked({ place: chosen === name(one) ? null : name(one) }))
    .classed("chosen", (one) => chosen === name(one))
    .attr("aria-label", (one) => `${name(one)}: ${plural(one.meetings, "meeting")}`)
    .select("title").text((one) => `${name(one)}: ${plural(one.meetings, "meeting")}`);
}
