// Countries by year: a table of numbers, each darker for more, which asks for its country and year.
import { max } from "./vendor/vendor.js";
import { has, json, linked, path, toggled } from "./question.js";
import { met } from "./network.js";
import { number, plural } from "./signs.js";

const ROWS = 24;
const TONES = 7;

const counting = (question, codes) => new URLSearchParams([...question, ["group_by", "country,year"], ...(codes.length ? [["among", codes.join(",")]] : []), ["limit", 10_000]]);

export const matrix = {
  id: "matrix",

  // The countries with the most meetings are those of the network.
  async load(question, signal) {
    const { nodes } = await met(question, signal);
    const countries = nodes.slice(0, ROWS);
    if (!countries.length) return { countries, years: [], cells: new Map() };
    const { data } = await json(path("/v1/statistics", counting(question, countries.map((one) => one.id))), signal);
    const known = data.filter((one) => one.year !== null);
    const years = known.map((one) => one.year);
    const first = Math.min(...years);
    const span = years.length ? Math.max(...years) - first + 1 : 0;
    return { countries, years: Array.from({ length: span }, (_, at) => first + at), cells: new Map(known.map((one) => [`${one.country} ${one.year}`, one.meetings])) };
  },

  draw(figure, data, question) {
    const picture = figure.querySelector(".picture");
    if (!data.countries.length) {
      picture.replaceChildren(Object.assign(document.createElement("p"), { className: "nothing", textContent: "No country meets all of this." }));
      return;
    }
    const focus = picture.contains(document.activeElement) && document.activeElement.getAttribute("aria-label");
    const most = max(data.cells.values()) ?? 1;
    const table = document.createElement("table");
    table.className = "grid";
    table.append(head(data.years, question), body(data, most, question));
    const scroll = document.createElement("div");
    scroll.className = "wide";
    scroll.tabIndex = 0;
    scroll.setAttribute("role", "region");
    scroll.setAttribute("aria-label", "Countries by year");
    scroll.append(table);
    picture.replaceChildren(scroll);
    scroll.scrollLeft = scroll.scrollWidth;
    if (focus) [...picture.querySelectorAll("a")].find((one) => one.getAttribute("aria-label") === focus)?.focus({ preventScroll: true });
  },

  says(data) {
    if (!data.years.length) return "No year is known.";
    return `${number(data.countries.length)} countries, ${data.years[0]} to ${data.years.at(-1)}.`;
  },

  table: (data) => ({
    columns: ["Country", ...data.years.map(String)],
    rows: data.countries.map((one) => [one.name, ...data.years.map((year) => data.cells.get(`${one.id} ${year}`) ?? 0)]),
  }),

  api: (question) => ({ base: "/v1/statistics", params: counting(question, []) }),
};

function link(text, changes, label, chosen) {
  const made = document.createElement("a");
  made.href = linked(changes);
  made.textContent = text;
  made.setAttribute("aria-label", label);
  if (chosen) made.setAttribute("aria-current", "true");
  return made;
}

function head(years, question) {
  const made = document.createElement("thead");
  const row = made.insertRow();
  row.append(Object.assign(document.createElement("td"), { className: "corner" }));
  for (const year of years) {
    const cell = document.createElement("th");
    cell.scope = "col";
    const chosen = question.get("datetime") === String(year);
    cell.append(link(years.length > 12 ? `’${String(year).slice(2)}` : year, { datetime: chosen ? null : String(year) }, `All countries in ${year}`, chosen));
    row.append(cell);
  }
  return made;
}

function body(data, most, question) {
  const made = document.createElement("tbody");
  const country = question.get("country");
  for (const one of data.countries) {
    const row = made.insertRow();
    const name = document.createElement("th");
    name.scope = "row";
    name.append(link(one.name, { country: toggled(country, one.id) }, `${one.name}, all years`, has(country, one.id)));
    row.append(name);
    for (const year of data.years) row.append(cell(one, year, data.cells.get(`${one.id} ${year}`) ?? 0, most, country));
  }
  return made;
}

function cell(one, year, meetings, most, country) {
  const made = document.createElement("td");
  if (!meetings) return made;
  made.className = `tone-${Math.max(1, Math.ceil(TONES * Math.sqrt(meetings / most)))}`;
  const asks = { country: has(country, one.id) ? country : toggled(country, one.id), datetime: String(year) };
  made.append(link(number(meetings), asks, `${one.name} in ${year}: ${plural(meetings, "meeting")}`, false));
  return made;
}
