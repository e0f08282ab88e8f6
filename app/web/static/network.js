// Who meets whom: countries by the number of their meetings, lines by those that two share, and at which level.
import { forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY, max, scaleSqrt, select } from "./vendor/vendor.js";
import { counted, has, linked, toggled } from "./question.js";
import { LEVELS, number, plural, width } from "./signs.js";

const TOP = 40;
const FEW = 8;
const TICKS = 120;
// The lighter ones hardly pull.
const MOST_LINKS = 200;
// Where each country stands; it stays there when others come and go, so that one finds it again.
const stands = new Map();
let fit = null;

export const network = {
  id: "network",

  // As `/v1/network` tells it, of the countries with the most meetings.
  load: async (question, signal) => (await counted(question, signal)).network,

  draw(figure, data, question) {
    const picture = figure.querySelector(".picture");
    const w = width(picture);
    const h = Math.round(Math.min(data.nodes.length < FEW ? 260 : 460, Math.max(260, w * 0.72)));
    const svg = select(picture).selectAll("svg").data([null]).join("svg").attr("viewBox", `0 0 ${w} ${h}`).attr("width", w).attr("height", h)
      .attr("role", "group").attr("aria-label", "Network of countries");
    const radius = scaleSqrt([0, max(data.nodes, (one) => one.meetings) ?? 1], [2, Math.max(13, w / 32)]);
    place(data, radius);
    fit = fitted(data.nodes, w, h, radius);
    lines(svg, data, fit);
    nodes(svg, data, fit, radius);
    named(svg, data, question);
  },

  // While a range is drawn, numbers change where countries stand; who is new among them finds a place when it is done.
  brush(figure, data) {
    const svg = select(figure.querySelector(".picture svg"));
    const here = data.nodes.filter((one) => stands.has(one.id));
    const ids = new Set(here.map((one) => one.id));
    const radius = scaleSqrt([0, max(here, (one) => one.meetings) ?? 1], [2, Math.max(13, svg.attr("width") / 32)]);
    lines(svg, { nodes: here, edges: data.edges.filter((one) => ids.has(one.source) && ids.has(one.target)) }, fit);
    nodes(svg, { nodes: here }, fit, radius);
  },

  says(data) {
    const { nodes: found, edges, meta } = data;
    return `${number(found.length)}${meta.truncated ? ` of ${number(meta.count)}` : ""} ${found.length === 1 ? "country" : "countries"}, ${plural(edges.length, "pair")} who meet.`;
  },

  table(data) {
    const names = new Map(data.nodes.map((one) => [one.id, one.name]));
    const rows = data.edges.map((one) => [names.get(one.source), names.get(one.target), one.weight, ...LEVELS.map((level) => one.levels[level])]);
    return { columns: ["Country", "Meets", "Meetings", ...LEVELS], rows };
  },

  api: (question) => ({ base: "/v1/network", params: new URLSearchParams([...question, ["top", TOP]]) }),
};

// The forces settle at once and unseen: nothing moves that a reader looks at. Whoever is new takes a place among the rest.
function place(data, radius) {
  const fresh = data.nodes.filter((one) => !stands.has(one.id));
  if (!fresh.length) return;
  const settled = data.nodes.length > fresh.length;
  const bodies = data.nodes.map((one) => ({ id: one.id, r: radius(one.meetings), ...stands.get(one.id) }));
  if (settled) for (const one of bodies) if (stands.has(one.id)) { one.fx = one.x; one.fy = one.y; }
  const weight = max(data.edges, (one) => one.weight) ?? 1;
  const links = data.edges.slice(0, MOST_LINKS).map((one) => ({ source: one.source, target: one.target, weight: one.weight / weight }));
  forceSimulation(bodies)
    .force("link", forceLink(links).id((one) => one.id).distance(70).strength((one) => 0.04 + 0.5 * one.weight))
    .force("apart", forceManyBody().strength(-170).distanceMax(320))
    .force("room", forceCollide().radius((one) => one.r + 9))
    .force("x", forceX(0).strength(0.06)).force("y", forceY(0).strength(0.09))
    .stop().tick(settled ? 60 : TICKS);
  for (const one of bodies) stands.set(one.id, { x: one.x, y: one.y });
}

function fitted(found, w, h, radius) {
  const places = found.map((one) => stands.get(one.id));
  const room = max(found, (one) => radius(one.meetings)) + 14;
  const side = (key, size) => {
    const values = places.map((one) => one[key]);
    const [least, most] = [Math.min(...values), Math.max(...values)];
    const scale = (size - 2 * room) / Math.max(1, most - least);
    return (value) => (most === least ? size / 2 : room + (value - least) * scale);
  };
  const [x, y] = [side("x", w), side("y", h)];
  return (id) => { const one = stands.get(id); return [x(one.x), y(one.y)]; };
}

const level = (edge) => LEVELS.reduce((best, one) => (edge.levels[one] > edge.levels[best] ? one : best), LEVELS[0]);

function lines(svg, data, to) {
  const most = max(data.edges, (one) => one.weight) ?? 1;
  svg.selectAll("g.edges").data([null]).join("g").attr("class", "edges")
    .selectAll("line").data(data.edges, (one) => `${one.source} ${one.target}`).join("line")
    .each(function draw(one) {
      const [[x1, y1], [x2, y2]] = [to(one.source), to(one.target)];
      set(this, "class", `edge of-${level(one)}`);
      set(this, "stroke-width", (0.75 + 7 * Math.sqrt(one.weight / most)).toFixed(1));
      set(this, "x1", x1.toFixed(1)); set(this, "y1", y1.toFixed(1)); set(this, "x2", x2.toFixed(1)); set(this, "y2", y2.toFixed(1));
    });
}

// Setting what is there already costs as much as setting something new.
function set(element, attribute, value) {
  const kept = (element.kept ??= {});
  if (kept[attribute] === value) return;
  kept[attribute] = value;
  element.setAttribute(attribute, value);
}

const both = (question, edge) => [...new Set([...(question.get("country") ?? "").split(",").filter(Boolean), edge.source, edge.target])].join(",");

function nodes(svg, data, to, radius) {
  svg.selectAll("g.nodes").data([null]).join("g").attr("class", "nodes").raise()
    .selectAll("a").data(data.nodes, (one) => one.id).join((enter) => {
      const link = enter.append("a").attr("class", "node");
      link.append("circle");
      link.append("text").attr("dy", "0.35em").text((one) => one.id);
      link.append("title");
      return link;
    })
    .each(function draw(one) {
      const r = radius(one.meetings);
      const [circle, text] = this.children;
      set(this, "transform", `translate(${to(one.id).map((part) => part.toFixed(1))})`);
      set(circle, "r", r.toFixed(1));
      set(text, "y", (r > 12 ? 0 : -r - 7).toFixed(1));
      set(text, "class", r > 12 ? "inside" : "");
    });
}

// The heavier lines over the lighter ones; each line and country with its numbers, and where it leads.
function named(svg, data, question) {
  const names = new Map(data.nodes.map((one) => [one.id, one.name]));
  const said = (one) => `${names.get(one.source)} and ${names.get(one.target)}: ${plural(one.weight, "meeting")}, ${LEVELS.filter((word) => one.levels[word]).map((word) => `${number(one.levels[word])} ${word}`).join(", ")}`;
  const country = question.get("country");
  svg.selectAll(".edge").sort((a, b) => a.weight - b.weight)
    .on("click", (_event, one) => document.dispatchEvent(new CustomEvent("ask", { detail: linked({ country: both(question, one) }) })))
    .on("pointerenter", function tell(_event, one) { select(this).selectAll("title").data([one]).join("title").text(said); });
  svg.selectAll(".node").order()
    .attr("href", (one) => linked({ country: toggled(country, one.id) }))
    .classed("chosen", (one) => has(country, one.id))
    .attr("aria-label", (one) => `${one.name}: ${plural(one.meetings, "meeting")}`)
    .select("title").text((one) => `${one.name}: ${plural(one.meetings, "meeting")}`);
}
