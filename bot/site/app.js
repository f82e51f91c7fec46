// The table of the list. DataTables (https://datatables.net, MIT) searches, sorts and turns pages;
// here stands what it lacks: filters, the state in the address, and what is known of an entry.
// Every text is put in by textContent, so nothing foreign is ever read as HTML.
"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const rows = JSON.parse(byId("rows").textContent);
  const HEADS = [...document.querySelectorAll("#list th")];
  const COLUMNS = HEADS.map((head) => head.dataset.key);
  const CHOICES = ["kind", "section", "licence", "state", "since", "largest"].filter(byId);
  const LENGTH = 50;

  const make = (tag, text, more = {}) =>
    Object.assign(document.createElement(tag), { textContent: text ?? "", ...more });
  const isAddress = (url) => /^https?:\/\//i.test(url ?? "");
  const away = (url, text) =>
    isAddress(url)
      ? make("a", text, { href: url, rel: "noopener nofollow" })
      : document.createTextNode(text);
  const badge = (state) => make("span", state, { className: `badge ${state}` });
  const anchor = (id) => `#${encodeURIComponent(id)}`;

  // DataTables' own search reads texts with "&" as HTML, and would run what stands in them.
  for (const row of rows)
    row.searched = [row.name, row.about, row.kind, row.section, row.size, row.licence, row.id]
      .concat((row.links ?? []).map((link) => link[1]))
      .join(" ")
      .toLowerCase();
  const DRAWN = {
    name: (row) => {
      const cell = document.createDocumentFragment();
      cell.append(
        make("button", row.name, {
          type: "button",
          className: "open",
          ariaExpanded: String(row.id === opened),
        }),
      );
      if (row.doubts) cell.append(" ", make("span", "in doubt", { className: "badge doubt" }));
      if (row.about) cell.append(make("span", row.about, { className: "about" }));
      return cell;
    },
    size: (row) => document.createTextNode(row.span ?? row.size ?? ""),
    state: (row) => badge(row.state),
    stars: (row) => document.createTextNode(row.stars?.toLocaleString("en") ?? ""),
  };
  const SORTED = {
    name: (row) => row.name.toLowerCase(),
    size: (row) => row.params ?? -1,
    stars: (row) => row.stars ?? -1,
  };
  const column = (key, place) => ({
    data: null,
    name: key,
    type: key in SORTED && key !== "name" ? "num" : "string",
    searchable: false,
    className: HEADS[place].className,
    render: (_, type, row) => {
      if (type === "display") return (DRAWN[key] ?? ((one) => document.createTextNode(one[key] ?? "")))(row);
      if (type === "filter") return "";
      return SORTED[key]?.(row) ?? row[key] ?? "";
    },
  });

  let opened = "";
  const table = new DataTable("#list", {
    data: rows,
    columns: COLUMNS.map(column),
    order: [],
    pageLength: LENGTH,
    autoWidth: false,
    layout: { topStart: null, topEnd: null, bottomStart: null, bottomEnd: "paging" },
    language: { zeroRecords: "No entry fits.", emptyTable: "The list is empty." },
  });

  // Filters
  let words = [];
  const fits = {
    since: (row, year) => (row.released ?? "") >= year,
    largest: (row, most) => row.params > 0 && row.params <= Number(most),
  };
  const fitsChoices = (row) =>
    CHOICES.every((key) => {
      const wanted = byId(key).value;
      return !wanted || (fits[key] ? fits[key](row, wanted) : row[key] === wanted);
    });
  table.search.fixed(
    "choices",
    (_, row) => words.every((word) => row.searched.includes(word)) && fitsChoices(row),
  );
  const redraw = () => {
    words = byId("q").value.toLowerCase().split(/\s+/).filter(Boolean);
    table.draw();
  };
  const clear = () => {
    for (const key of ["q", ...CHOICES]) byId(key).value = "";
    redraw();
  };

  // The state stands in the address, so that a view can be sent to somebody and "back" works.
  const stateNow = () => {
    const params = new URLSearchParams();
    for (const key of ["q", ...CHOICES]) if (byId(key).value) params.set(key, byId(key).value);
    const [order] = table.order();
    if (order?.[1]) params.set("sort", (order[1] === "desc" ? "-" : "") + COLUMNS[order[0]]);
    if (table.page()) params.set("page", table.page() + 1);
    const text = params.toString();
    return location.pathname + (text && `?${text}`) + (opened && anchor(opened));
  };
  let applying = false;
  const remember = (how) => {
    const now = stateNow();
    if (!applying && now !== location.pathname + location.search + location.hash)
      history[how](null, "", now);
  };
  const apply = () => {
    applying = true;
    const params = new URLSearchParams(location.search);
    for (const key of ["q", ...CHOICES]) byId(key).value = params.get(key) ?? "";
    const sort = params.get("sort") ?? "";
    const index = COLUMNS.indexOf(sort.replace(/^-/, ""));
    table.order(index < 0 ? [] : [[index, sort.startsWith("-") ? "desc" : "asc"]]);
    redraw();
    const page = Number(params.get("page") ?? 1) - 1;
    if (page > 0 && page < table.page.info().pages) table.page(page).draw("page");
    let wanted = "";
    try {
      wanted = decodeURIComponent(location.hash.slice(1));
    } catch {} // an address that somebody cut
    show(rows.some((row) => row.id === wanted) ? wanted : "");
    applying = false;
  };

  // What is known of an entry, below its row
  const detail = (row) => {
    const box = make("div", "", { className: "detail" });
    const links = make("ul");
    for (const [label, , address, state, words, checked] of row.links ?? []) {
      const item = make("li");
      item.append(away(address, label), " ", badge(state), words && ` ${words}`);
      if (checked) item.append(`, checked on ${checked}`);
      links.append(item);
    }
    if (row.retired) links.append(make("li", `In the attic: ${row.retired}`));
    for (const [field, doubt, evidence] of row.doubts ?? []) {
      const item = make("li", `In doubt: ${field}. ${doubt} `, { className: "doubt" });
      item.append(away(evidence, isAddress(evidence) ? "evidence" : evidence));
      links.append(item);
    }
    const values = make("dl");
    for (const [name, text, sources] of row.values ?? []) {
      const value = make("dd", text);
      for (const [source, day, evidence] of sources) {
        const from = make("span", ` · ${source}${day && `, checked on ${day}`} `, { className: "from" });
        if (evidence) from.append(isAddress(evidence) ? away(evidence, "evidence") : evidence);
        value.append(from);
      }
      values.append(make("dt", name), value);
    }
    const home = make("p");
    home.append(make("a", `Link to ${row.name}`, { href: anchor(row.id) }));
    const hint = make("p", "A value without a source was written by people.", { className: "from" });
    box.append(...[links, values].filter((part) => part.childNodes.length));
    if (values.childNodes.length) box.append(hint);
    box.append(home);
    return box;
  };
  const find = (id) => table.row((_, row) => row.id === id);
  const toggle = (id, on) => {
    const row = find(id);
    if (!row.any()) return;
    if (on) row.child(detail(row.data()), "below").show();
    else row.child.remove();
    row.node()?.querySelector("button")?.setAttribute("aria-expanded", String(on));
  };
  const show = (id) => {
    if (id !== opened && opened) toggle(opened, false);
    opened = id;
    if (!id) return;
    const own = find(id).index();
    const place = () => table.rows({ search: "applied", order: "applied" }).indexes().indexOf(own);
    if (place() < 0) clear();
    const page = Math.floor(place() / LENGTH);
    if (page !== table.page()) table.page(page).draw("page");
    toggle(id, true);
    find(id).node().scrollIntoView({ block: "center" });
    find(id).node().querySelector("button").focus({ preventScroll: true });
  };

  byId("list").addEventListener("click", (event) => {
    const button = event.target.closest?.("button.open");
    if (!button) return;
    const id = table.row(button.closest("tr")).data().id;
    if (id === opened) {
      toggle(id, false);
      opened = "";
    } else {
      if (opened) toggle(opened, false);
      opened = id;
      toggle(id, true);
    }
    remember("pushState");
  });
  byId("q").addEventListener("input", () => {
    redraw();
    remember("replaceState");
  });
  for (const key of CHOICES)
    byId(key).addEventListener("change", () => {
      redraw();
      remember("pushState");
    });
  byId("choices").addEventListener("reset", (event) => {
    event.preventDefault();
    clear();
    remember("pushState");
  });
  byId("choices").addEventListener("submit", (event) => event.preventDefault());
  const number = (count) => count.toLocaleString("en");
  const count = () => {
    const { recordsDisplay: found, recordsTotal: all, start, end } = table.page.info();
    const shown = found ? `${number(start + 1)} to ${number(end)} of ` : "";
    byId("info").textContent =
      `${shown}${number(found)} entries` + (found < all ? `, of ${number(all)} in the list` : "");
  };
  table.on("draw", count);
  table.on("order", () => remember("pushState"));
  table.on("page", () => setTimeout(() => remember("pushState")));
  addEventListener("popstate", apply);
  addEventListener("beforeprint", () => table.page.len(-1).draw());
  addEventListener("afterprint", () => table.page.len(LENGTH).draw());
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || /^(input|select|textarea)$/i.test(event.target.tagName)) return;
    event.preventDefault();
    byId("q").focus();
  });
  apply();
  count();
})();
