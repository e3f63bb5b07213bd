// What the keyboard and a watching eye need beyond plain pages. Every page works without it.
(() => {
  "use strict";
  const ROWS = "[data-row]";
  let here = null;

  const rows = () => [...document.querySelectorAll(ROWS)].filter((row) => row.offsetParent !== null);

  // A page that is drawn gives way to the one that a finding stands on.
  function turn(address) {
    htmx.ajax("GET", address.split("#")[0], { target: "#paper", select: "#paper", swap: "outerHTML" });
  }

  function light(row) {
    const paper = document.querySelector(".paper");
    if (!paper) return;
    for (const mark of paper.querySelectorAll(".is-on")) mark.classList.remove("is-on");
    const name = row && row.dataset.finding;
    if (!name) return;
    const found = [...paper.querySelectorAll("[data-of]")].filter((mark) =>
      mark.dataset.of.split(" ").includes(name));
    for (const mark of found) mark.classList.add("is-on");
    const quote = row.querySelector("a.quote[data-page]");
    if (!found.length && quote && paper.dataset.page && quote.dataset.page !== paper.dataset.page) turn(quote.href);
    if (found.length) {
      const box = found[0].getBoundingClientRect();
      const frame = paper.getBoundingClientRect();
      paper.scrollTop += box.top - frame.top - paper.clientHeight / 3;
    }
  }

  // What a row is called in the commands beside its buttons.
  function say(row) {
    for (const place of document.querySelectorAll("[data-say]")) {
      const name = place.dataset.say.toLowerCase();
      const told = row && (row.dataset[name + "Is"] || (name === "finding" && row.dataset.finding));
      if (told) place.textContent = told;
    }
  }

  // How many are chosen, beside what would be done to them.
  function count() {
    const told = document.querySelector("[data-count]");
    if (!told) return;
    const boxes = [...document.querySelectorAll("#live input[name=job]")];
    const number = boxes.filter((box) => box.checked).length;
    told.textContent = number ? `${number} chosen:` : "Those that are chosen:";
    const all = document.querySelector("[data-all]");
    if (!all) return;
    all.hidden = false;
    all.checked = number > 0 && number === boxes.length;
    all.indeterminate = number > 0 && number < boxes.length;
  }
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-all]"))
      for (const box of document.querySelectorAll("#live input[name=job]")) box.checked = event.target.checked;
    count();
  });

  function stand(row) {
    for (const other of document.querySelectorAll(".is-here")) other.classList.remove("is-here");
    here = row ? row.id : null;
    if (row) row.classList.add("is-here");
    light(row);
    say(row);
  }

  function step(by) {
    const all = rows();
    if (!all.length) return;
    const at = all.findIndex((row) => row.id === here);
    const row = all[Math.min(Math.max(at + by, 0), all.length - 1)];
    stand(row);
    row.scrollIntoView({ block: "nearest" });
    row.focus({ preventScroll: true });
  }

  function press(key) {
    const row = here && document.getElementById(here);
    const found = (row && row.querySelector(`[data-key="${key}"]`)) ||
      document.querySelector(`[data-key="${key}"]:not(${ROWS} *)`);
    if (!found) return false;
    if (found.tagName === "DETAILS") {
      found.open = true;
      const field = found.querySelector("input:not([type=hidden])");
      if (field) { field.focus(); field.select(); }
    } else found.click();
    return true;
  }

  const isTyping = (target) => target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape" && isTyping(event.target)) { event.target.blur(); return; }
    if (isTyping(event.target) || document.querySelector("dialog[open]")) return;
    const key = event.key;
    let done = true;
    if (key === "?") document.getElementById("keys").showModal();
    else if (key === "/") document.getElementById("find").focus();
    else if (key === "j") step(here ? 1 : 0);
    else if (key === "k") step(-1);
    else if (key === "Enter" && event.target.matches(ROWS)) done = press("Enter");
    else if (key.length === 1) done = press(key);
    else done = false;
    if (done) event.preventDefault();
  });

  document.addEventListener("focusin", (event) => {
    const row = event.target.closest(ROWS);
    if (row && row.id !== here) stand(row);
  });
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-opens]");
    if (opener) document.getElementById(opener.dataset.opens).showModal();
    const row = event.target.closest(ROWS);
    if (row && row.dataset.finding) {
      stand(row);
      if (event.target.closest("a.quote")) event.preventDefault();
    }
    const page = event.target.closest("a[data-turn]");
    if (page) { event.preventDefault(); stand(null); turn(page.href); }
    const place = event.target.closest("rect[data-of], mark[data-of]");
    const read = place && document.getElementById("f-" + place.dataset.of.split(" ")[0]);
    if (read) { stand(read); read.scrollIntoView({ block: "nearest" }); }
  });

  // Watching: the service tells when something has changed, and the page asks for what it shows. It
  // asks now and then by itself where no news can come, and not at all while nobody looks.
  const GAP_MS = 250;
  const QUIET_MS = 10000; // with news coming, only the ages of things grow old
  let isPaused = false;
  let news = null;
  let isTold = false;
  let askedAt = 0;
  let asking = 0;
  const live = () => document.getElementById("live");
  const isWatching = () => !isPaused && !document.hidden;

  function ask() {
    if (asking) return;
    asking = setTimeout(() => {
      asking = 0;
      if (live()) htmx.trigger(live(), "news");
    }, Math.max(askedAt + GAP_MS - Date.now(), 0));
  }

  function listen() {
    const address = live() && live().dataset.events;
    if (news && (!address || !isWatching() || !news.url.endsWith(address))) {
      news.close();
      news = null;
      isTold = false;
    }
    if (!address || !isWatching() || news) return;
    news = new EventSource(address);
    news.onopen = () => { isTold = true; };
    news.onerror = () => { isTold = false; };
    for (const kind of ["snapshot", "delta", "gone", "end"]) news.addEventListener(kind, ask);
    news.addEventListener("end", () => { news.close(); isTold = false; });
  }

  function show() {
    const button = document.querySelector("[data-pause]");
    const lamp = document.querySelector(".live");
    if (lamp) lamp.classList.toggle("is-paused", isPaused);
    if (!button) return;
    button.hidden = false;
    button.setAttribute("aria-pressed", String(isPaused));
    button.textContent = isPaused ? "Go on" : "Pause";
  }

  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-pause]")) return;
    isPaused = !isPaused;
    show();
    listen();
  });
  document.addEventListener("visibilitychange", listen);
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.target.id !== "live") return;
    const isBusy = document.querySelector("#live input:checked, #live details[open]");
    const cause = event.detail.requestConfig.triggeringEvent;
    const isIdle = !(cause && cause.type === "news") && isTold && Date.now() - askedAt < QUIET_MS;
    if (!isWatching() || isBusy || isIdle) event.preventDefault();
    else askedAt = Date.now();
  });
  document.addEventListener("htmx:afterSwap", () => {
    show();
    count();
    listen();
    const row = here && document.getElementById(here);
    if (row) stand(row);
  });
  // Files that are dropped are chosen, and told; nothing is sent before somebody says so.
  const zone = (event) => event.target.closest && event.target.closest("[data-drop]");
  const size = (bytes) => bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
  for (const kind of ["dragover", "dragleave", "drop"])
    document.addEventListener(kind, (event) => {
      const form = zone(event);
      if (!form) return;
      event.preventDefault();
      form.classList.toggle("is-over", kind === "dragover");
      if (kind !== "drop") return;
      const field = form.querySelector("input[type=file]");
      field.files = event.dataTransfer.files;
      field.dispatchEvent(new Event("change", { bubbles: true }));
      form.querySelector("button").focus();
    });
  document.addEventListener("change", (event) => {
    const told = event.target.type === "file" && zone(event).querySelector("[data-dropped]");
    if (!told) return;
    const files = [...event.target.files];
    const all = files.reduce((sum, file) => sum + file.size, 0);
    told.textContent = files.length ? `${files.length} ${files.length === 1 ? "file" : "files"}, ${size(all)}: not sent yet.` : "";
  });

  document.addEventListener("DOMContentLoaded", () => {
    show();
    listen();
    count();
    const target = location.hash && document.getElementById(location.hash.slice(1));
    if (target && target.matches(ROWS)) { stand(target); target.focus({ preventScroll: true }); }
  });
})();
