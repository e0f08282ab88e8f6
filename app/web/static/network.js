// Who meets whom: countries by the number of their meetings, lines by those that two share, and at which level.
import { forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY, max, scaleSqrt, select } from "./vendor/vendor.js";
import { has, json, linked, path, toggled } from "./question.js";
import { LEVELS, number, plural, width } from "./signs.js";

const TOP = 40;
const TICKS = 160;
// Where each country stands; it stays there when others come and go, so that one finds it again.
const stands = new Map();

// As `/v1/network` tells it, of the countries with the most meetings.
export const met = (question, signal) => json(path("/views/network", question), signal);

export const network = {
  id: "network",

  load: met,

  draw(figure, data, question) {
    const picture = figure.querySelector(".picture");
    const w = width(picture);
    const h = Math.round(Math.min(460, Math.max(280, w * 0.72)));
    const svg = select(picture).selectAll("svg").data([null]).join("svg").attr("width", w).attr("height", h)
      .attr("role", "group").attr("aria-label", "Network of countries");
    const radius = scaleSqrt([0, max(data.nodes, (one) => one.meetings) ?? 1], [2, Math.max(13, w / 32)]);
    place(data, radius);
    const to = fitted(data.nodes, w, h, radius);
    lines(svg, data, to, question);
    nodes(svg, data, to, radius, question);
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
  const links = data.edges.map((one) => ({ source: one.source, target: one.target, weight: one.weight / weight }));
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

function lines(svg, data, to, question) {
  const most = max(data.edges, (one) => one.weight) ?? 1;
  const names = new Map(data.nodes.map((one) => [one.id, one.name]));
  const said = (one) => `${names.get(one.source)} and ${names.get(one.target)}: ${plural(one.weight, "meeting")}, ${LEVELS.filter((word) => one.levels[word]).map((word) => `${number(one.levels[word])} ${word}`).join(", ")}`;
  svg.selectAll("g.edges").data([null]).join("g").attr("class", "edges")
    .selectAll("line").data([...data.edges].reverse(), (one) => `${one.source} ${one.target}`).join((enter) => {
      const made = enter.append("line");
      made.append("title");
      return made;
    })
    .order()
    .attr("class", (one) => `edge of-${level(one)}`)
    .attr("stroke-width", (one) => (0.75 + 7 * Math.sqrt(one.weight / most)).toFixed(2))
    .each(function draw(one) {
      const [[x1, y1], [x2, y2]] = [to(one.source), to(one.target)];
      select(this).attr("x1", x1.toFixed(1)).attr("y1", y1.toFixed(1)).attr("x2", x2.toFixed(1)).attr("y2", y2.toFixed(1)).select("title").text(said(one));
    })
    .on("click", (_event, one) => document.dispatchEvent(new CustomEvent("ask", { detail: linked({ country: both(question, one) }) })));
}

const both = (question, edge) => [...new Set([...(question.get("country") ?? "").split(",").filter(Boolean), edge.source, edge.target])].join(",");

function nodes(svg, data, to, radius, question) {
  const country = question.get("country");
  const links = svg.selectAll("g.nodes").data([null]).join("g").attr("class", "nodes").raise()
    .selectAll("a").data(data.nodes, (one) => one.id).join((enter) => {
      const link = enter.append("a").attr("class", "node");
      link.append("circle");
      link.append("text").attr("dy", "0.35em");
      link.append("title");
      return link;
    })
    .attr("href", (one) => linked({ country: toggled(country, one.id) }))
    .classed("chosen", (one) => has(country, one.id))
    .attr("aria-label", (one) => `${one.name}: ${plural(one.meetings, "meeting")}`)
    .attr("transform", (one) => `translate(${to(one.id).map((part) => part.toFixed(1))})`);
  links.each(function draw(one) {
    const r = radius(one.meetings);
    const link = select(this);
    link.select("circle").attr("r", r.toFixed(1));
    link.select("text").text(one.id).attr("y", r > 12 ? 0 : -r - 7).classed("inside", r > 12);
    link.select("title").text(`${one.name}: ${plural(one.meetings, "meeting")}`);
  });
}
