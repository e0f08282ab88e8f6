// Countries by year: a table of numbers, each darker for more, which asks for its country and year.
import { max } from "./vendor/vendor.js";
import { counted, has, linked, toggled } from "./question.js";
import { number, plural } from "./signs.js";

const TONES = 7;
// Stands in an address for the year.
const YEAR = "YYYY";

const counting = (question) => new URLSearchParams([...question, ["group_by", "country,year"], ["limit", 10_000]]);

export const matrix = {
  id: "matrix",

  load: async (question, signal) => (await counted(question, signal)).matrix,

  draw(figure, data, question) {
    const picture = figure.querySelector(".picture");
    if (!data.countries.length) {
      picture.replaceChildren(Object.assign(document.createElement("p"), { className: "nothing", textContent: "No country meets all of this." }));
      return;
    }
    const focus = picture.contains(document.activeElement) && document.activeElement.getAttribute("aria-label");
    const most = max(data.countries, (one) => max(one.years)) ?? 1;
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

  // While a range is drawn, the rows and columns stay; numbers that were there come and go.
  brush(figure, data) {
    const most = max(data.countries, (one) => max(one.years)) ?? 1;
    const now = new Map(data.countries.flatMap((one) => one.years.map((meetings, at) => [`${one.id} ${data.years[at]}`, meetings])));
    for (const link of figure.querySelectorAll("td a")) {
      const meetings = now.get(link.dataset.cell) ?? 0;
      const text = meetings ? number(meetings) : "";
      if (link.textContent !== text) link.textContent = text;
      const tone = toned(meetings, most);
      if (link.parentNode.className !== tone) link.parentNode.className = tone;
    }
  },

  says(data) {
    if (!data.years.length) return "No year is known.";
    const [first, last] = [data.years[0], data.years.at(-1)];
    return `${data.countries.length === 1 ? "1 country" : `${number(data.countries.length)} countries`}, ${first === last ? `in ${first}` : `${first} to ${last}`}.`;
  },

  table: (data) => ({
    columns: ["Country", ...data.years.map(String)],
    rows: data.countries.map((one) => [one.name, ...one.years]),
  }),

  api: (question) => ({ base: "/v1/statistics", params: counting(question) }),
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
    const address = linked({ country: has(country, one.id) ? country : toggled(country, one.id), datetime: YEAR });
    const name = document.createElement("th");
    name.scope = "row";
    name.append(link(one.name, { country: toggled(country, one.id) }, `${one.name}, all years`, has(country, one.id)));
    row.append(name);
    one.years.forEach((meetings, at) => row.append(cell(one, data.years[at], meetings, most, address)));
  }
  return made;
}

function cell(one, year, meetings, most, address) {
  const made = document.createElement("td");
  if (!meetings) return made;
  made.className = toned(meetings, most);
  const choice = document.createElement("a");
  choice.href = address.replace(YEAR, year);
  choice.textContent = number(meetings);
  choice.setAttribute("aria-label", `${one.name} in ${year}: ${plural(meetings, "meeting")}`);
  choice.dataset.cell = `${one.id} ${year}`;
  made.append(choice);
  return made;
}

const toned = (meetings, most) => (meetings ? `tone-${Math.max(1, Math.ceil(TONES * Math.sqrt(meetings / most)))}` : "");
