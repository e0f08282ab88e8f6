// When: each meeting as what is known of its day, or counts where there are many; a strip below to ask for a time.
import { axisBottom, brushX, extent, max, scaleLinear, scaleUtc, select } from "./vendor/vendor.js";
import { counted, linked } from "./question.js";
import { after, before, day, inWords, interval, iso, number, plural, readout, STATUSES, width } from "./signs.js";

const DETAIL = 150;
const LEAST = 54;
const STRIP = 34;
const AXIS = 20;
const MARGIN = 14;
const MARK = 8;
const YEAR = 366 * 86_400_000;

export const timeline = {
  id: "timeline",

  async load(question, signal) {
    const found = await counted(question, signal);
    return { within: found.timeline, all: found.ever ?? found.timeline };
  },

  draw(figure, { within, all }, question, hooks) {
    const picture = figure.querySelector(".picture");
    const w = width(picture);
    const whole = domain(all);
    if (!whole) {
      picture.replaceChildren(Object.assign(document.createElement("p"), { className: "nothing", textContent: "No meeting with a date." }));
      return;
    }
    const chosen = chosenDays(question.get("datetime"), whole);
    const svg = select(picture).selectAll("svg").data([null]).join("svg")
      .attr("width", w).attr("role", "group").attr("aria-label", "Timeline");
    picture.querySelectorAll(".nothing").forEach((one) => one.remove());
    const x = scaleUtc(chosen ?? whole, [MARGIN, w - MARGIN]);
    const laid = within.by === "meeting" ? lay(x, within.marks) : null;
    const h = laid ? Math.min(DETAIL, Math.max(LEAST, laid.lanes * (MARK + 1) + 8)) : DETAIL;
    const height = h + AXIS + 8 + STRIP + AXIS;
    svg.attr("height", height).attr("viewBox", `0 0 ${w} ${height}`);
    const place = group(svg, "detail", 0);
    place.selectAll("*").remove();
    if (laid) marks(place, x, laid, h); else counts(place, x, within);
    group(svg, "axis detail-axis", h).call(axisBottom(x).ticks(w / 90).tickSizeOuter(0));
    const strip = scaleUtc(whole, [MARGIN, w - MARGIN]);
    const base = h + AXIS + 8;
    overview(group(svg, "overview", base), strip, all);
    group(svg, "axis strip-axis", base + STRIP).call(axisBottom(strip).ticks(w / 90).tickSizeOuter(0));
    brush(group(svg, "brush", base), strip, chosen, whole, hooks, figure);
    reading(svg, x, within, figure, this.says({ within, all }));
    tools(figure, chosen, whole);
  },

  says({ within }) {
    const dated = within.by === "meeting" ? within.marks.length : sum(within.bins) + sum(within.spans);
    return `${plural(dated, "meeting")} with a date${within.undated ? `; ${number(within.undated)} without one` : ""}.`;
  },

  table({ within }) {
    if (within.by === "meeting") {
      const rows = [...within.marks].sort((a, b) => (a.earliest < b.earliest ? -1 : 1));
      return { columns: ["First day", "Meeting", "Status"], rows: rows.map((one) => [interval(one.earliest, one.latest), one.title, one.status]) };
    }
    const bins = within.bins.map((one) => [inWords(one.at), one.status, one.meetings]);
    const spans = within.spans.map((one) => [interval(one.earliest, one.latest), "any", one.meetings]);
    return { columns: ["When", "Status", "Meetings"], rows: [...bins, ...spans] };
  },

  api: (question) => ({
    base: "/v1/statistics", params: new URLSearchParams([["group_by", "month,status"], ...question]),
  }),
};

const sum = (rows) => rows.reduce((all, one) => all + one.meetings, 0);

function group(svg, name, y) {
  return svg.selectAll(`g.${name.split(" ").join(".")}`).data([null]).join("g").attr("class", name).attr("transform", `translate(0,${y})`);
}

function domain(data) {
  const days = data.by === "meeting"
    ? data.marks.flatMap((one) => [one.earliest, one.latest])
    : [...data.bins.map((one) => one.at), ...data.spans.flatMap((one) => [one.earliest, one.latest])];
  if (!days.length) return null;
  const [first, last] = extent(days.map(day));
  const room = Math.max((last - first) * 0.01, 15 * 86_400_000);
  return [new Date(first.getTime() - room), new Date(last.getTime() + (data.by === "month" ? 31 * 86_400_000 : 0) + room)];
}

export function chosenDays(text, whole) {
  if (!text) return null;
  const [from, until = from] = text.split("/");
  const first = from && from !== ".." ? day(from) : whole[0];
  return [first, until && until !== ".." ? lastDay(until) : whole[1]];
}

// The beginning of the day after a day, a month or a year.
function lastDay(text) {
  const [year, month, date] = text.split("-").map(Number);
  if (date) return after(day(text));
  return month ? new Date(Date.UTC(year, month, 1)) : new Date(Date.UTC(year + 1, 0, 1));
}

// Two heaps: days grow up from the axis, bars over many days hang down from above.
function lay(x, found) {
  const items = found.map((one) => ({ ...one, from: x(day(one.earliest)), to: x(after(day(one.latest))) }))
    .filter((one) => one.to >= x.range()[0] && one.from <= x.range()[1]);
  const exact = items.filter((one) => one.earliest === one.latest).sort((a, b) => a.from - b.from);
  const vague = items.filter((one) => one.earliest !== one.latest).sort((a, b) => (b.to - b.from) - (a.to - a.from));
  const heaps = stacked(exact, (one) => [(one.from + one.to) / 2 - MARK / 2, (one.from + one.to) / 2 + MARK / 2]);
  const bars = stacked(vague, (one) => [one.from, Math.max(one.to, one.from + 6)]);
  return { exact, vague, lanes: heaps + bars };
}

function marks(place, x, { exact, vague, lanes }, h) {
  const lane = Math.min(MARK + 1, (h - 6) / Math.max(1, lanes));
  const link = (one) => place.append("a").attr("href", `/meetings/${one.id}`).attr("class", `mark is-${one.status}`).attr("aria-label", `${one.title}, ${one.status}`);
  for (const one of vague) {
    const [from, to] = [Math.max(one.from, x.range()[0] - 4), Math.min(one.to, x.range()[1] + 4)];
    link(one).classed("vague", true).append("rect")
      .attr("x", from).attr("width", Math.max(4, to - from)).attr("y", one.lane * lane + 1).attr("height", Math.max(2, lane - 2)).attr("rx", 2);
  }
  for (const one of exact) {
    link(one).append("circle").attr("cx", (one.from + one.to) / 2).attr("cy", h - (one.lane + 0.5) * lane - 1).attr("r", Math.max(1.5, (lane - 1) / 2));
  }
  place.selectAll(".mark").append("title").text((_, at, nodes) => nodes[at].parentNode.getAttribute("aria-label"));
}

// Each item gets the first lane with room for it; the number of lanes is given back.
function stacked(items, ends) {
  const lanes = [];
  for (const one of items) {
    const [from, to] = ends(one);
    let lane = lanes.findIndex((taken) => taken.every(([a, b]) => to <= a || from >= b));
    if (lane < 0) lane = lanes.push([]) - 1;
    lanes[lane].push([from, to]);
    one.lane = lane;
  }
  return lanes.length;
}

const next = (by, at) => (by === "day" ? after(at) : new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 1)));

// One path for each status: hundreds of bars cost no more than one.
function counts(place, x, data) {
  const totals = new Map();
  for (const bin of data.bins) totals.set(bin.at, (totals.get(bin.at) ?? 0) + bin.meetings);
  const room = data.spans.length ? 26 : 0;
  const y = scaleLinear([0, max(totals.values()) ?? 1], [DETAIL, room + 4]);
  const heights = new Map();
  const [left, right] = x.range();
  const bins = data.bins.map((bin) => ({ ...bin, from: x(day(bin.at)), to: x(next(data.by, day(bin.at))) })).filter((bin) => bin.to >= left && bin.from <= right);
  for (const status of STATUSES) {
    let shape = "";
    for (const bin of bins) {
      if (bin.status !== status) continue;
      const { from, to } = bin;
      const floor = heights.get(bin.at) ?? 0;
      heights.set(bin.at, floor + bin.meetings);
      shape += `M${from.toFixed(1)},${y(floor).toFixed(1)}V${y(floor + bin.meetings).toFixed(1)}H${Math.max(from + 0.7, to - (to - from > 3 ? 0.6 : 0)).toFixed(1)}V${y(floor).toFixed(1)}Z`;
    }
    if (shape) place.append("path").attr("class", `bar is-${status}`).attr("d", shape);
  }
  spans(place, x, data.spans);
}

// Dates that are known less finely: a lane for each length, denser where there are more.
function spans(place, x, found) {
  const lanes = [[200, Infinity], [45, 200], [0, 45]];
  const most = max(found, (one) => one.meetings) ?? 1;
  const shapes = new Map();
  for (const one of found) {
    const [from, to] = [x(day(one.earliest)), x(after(day(one.latest)))];
    if (to < x.range()[0] || from > x.range()[1]) continue;
    const days = (day(one.latest) - day(one.earliest)) / 86_400_000;
    const lane = lanes.findIndex(([least, longest]) => days >= least && days < longest);
    const tone = Math.max(1, Math.ceil(5 * Math.sqrt(one.meetings / most)));
    const [left, right] = [Math.max(from, x.range()[0]), Math.min(to, x.range()[1])];
    shapes.set(tone, `${shapes.get(tone) ?? ""}M${left.toFixed(1)},${lane * 8 + 1}h${Math.max(1, right - left - 0.5).toFixed(1)}v6H${left.toFixed(1)}Z`);
  }
  for (const [tone, shape] of shapes) place.append("path").attr("class", `span tone-${tone}`).attr("d", shape);
}

function months(data) {
  const found = new Map();
  const add = (at, many) => found.set(at.slice(0, 7), (found.get(at.slice(0, 7)) ?? 0) + many);
  if (data.by === "meeting") for (const one of data.marks) add(one.earliest, 1);
  else for (const one of data.bins) add(one.at, one.meetings);
  return found;
}

function overview(place, x, data) {
  const found = months(data);
  const y = scaleLinear([0, max(found.values()) ?? 1], [STRIP, 2]);
  let shape = "";
  const [left, right] = x.range();
  for (const [at, many] of found) {
    const [from, to] = [Math.max(left, x(day(at))), Math.min(right, x(next("month", day(at))))];
    shape += `M${from.toFixed(1)},${STRIP}V${y(many).toFixed(1)}h${Math.max(1, to - from).toFixed(1)}V${STRIP}Z`;
  }
  place.selectAll("path").data([null]).join("path").attr("class", "bar").attr("d", shape);
}

function brush(place, x, chosen, whole, hooks, figure) {
  const made = brushX().extent([[x.range()[0], 0], [x.range()[1], STRIP]])
    .on("brush end", (event) => {
      if (!event.sourceEvent) return;
      const range = event.selection && rounded(event.selection.map(x.invert), whole);
      if (event.type === "brush") { readout(figure, said(range)); hooks.brushing(range); } else hooks.brushed(range);
    });
  place.call(made);
  place.call(made.move, chosen && chosen.map((one) => Math.min(Math.max(x(one), x.range()[0]), x.range()[1])));
}

// A range drawn by hand in no finer words than the hand: months in long ones, days in short ones.
export function rounded([from, to], whole) {
  const long = whole[1] - whole[0] > 4 * YEAR && to - from > YEAR / 6;
  const last = new Date(Math.max(before(to), from));
  return long ? joined(iso(from).slice(0, 7), iso(last).slice(0, 7)) : joined(iso(from), iso(last));
}

const joined = (first, last) => (first === last ? first : `${first}/${last}`);
const said = (range) => (range ? range.split("/").map(inWords).join(" – ") : "All days");

// What stands where the pointer is.
function reading(svg, x, data, figure, otherwise) {
  svg.on("pointermove", (event) => {
    if (data.by === "meeting" || event.offsetY > DETAIL) return;
    const at = iso(x.invert(event.offsetX)).slice(0, data.by === "day" ? 10 : 7);
    const here = data.bins.filter((one) => one.at === at);
    readout(figure, `${inWords(at)}: ${here.map((one) => `${number(one.meetings)} ${one.status}`).join(", ") || "none"}`);
  }).on("pointerleave", () => readout(figure, otherwise));
}

function tools(figure, chosen, whole) {
  const [from, to] = chosen ?? whole;
  const length = to - from;
  const moved = (start, end) => joined(iso(new Date(start)), iso(before(new Date(end))));
  const links = [
    ["Zoom in", moved(+from + length / 4, +to - length / 4)],
    ["Zoom out", chosen && (length * 2 >= whole[1] - whole[0] ? null : moved(+from - length / 2, +to + length / 2))],
    ["Earlier", chosen && moved(+from - length / 2, +to - length / 2)],
    ["Later", chosen && moved(+from + length / 2, +to + length / 2)],
    ["All days", chosen && null],
  ];
  const place = figure.querySelector(".tools");
  const focus = place.contains(document.activeElement) && document.activeElement.textContent;
  place.replaceChildren(...links.flatMap(([name, range], at) => {
    if (at > 0 && !chosen) return [];
    const link = document.createElement("a");
    link.className = "small";
    link.href = linked({ datetime: range });
    link.textContent = name;
    return [link];
  }));
  if (focus) ([...place.children].find((one) => one.textContent === focus) ?? place.firstElementChild).focus({ preventScroll: true });
}

