import HTTPServer
import Secrets

/// The stylesheet and the script: files of the house under names that change with what they hold, so that a browser asks once.
enum Look {
  static let style = path("style", ".css", sheet)
  static let script = path("console", ".js", program)

  /// The file of a path; nil for a page.
  static func file(_ path: String) -> Server.Answer? {
    switch path {
    case style: file(sheet, "text/css; charset=utf-8")
    case script: file(program, "text/javascript; charset=utf-8")
    default: nil
    }
  }

  static func file(_ text: String, _ type: String) -> Server.Answer {
    Server.Answer(type: type, text, headers: [("Cache-Control", "public, max-age=31536000, immutable")])
  }

  static func path(_ name: String, _ ending: String, _ text: String) -> String {
    "/" + name + "-" + Base64URL.text(Array(Digest.sha256(text).prefix(9))) + ending
  }

  private static let sheet = """
    :root { color-scheme: light dark; --ink: #1a1b1e; --paper: #fff; --soft: #55575d; --link: #0a4fb8; --line: #d0d2d8; --card: #f5f6f8;
      --go: #0b6b3a; --stop: #a3161f; --warn: #8a4b00; --mark: #fff2d9; --new: #dff3e4; --old: #fbe3e4; }
    @media (prefers-color-scheme: dark) { :root { --ink: #ececef; --paper: #16171a; --soft: #b3b5bc; --link: #9ecbff; --line: #43454c;
      --card: #202227; --go: #7bd6a2; --stop: #ff9aa2; --warn: #f0b35c; --mark: #392b10; --new: #143a22; --old: #47191d; } }
    * { box-sizing: border-box; }
    html { -webkit-text-size-adjust: 100%; }
    body { font: 1.0625rem/1.6 system-ui, "Noto Sans", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif; margin: 0;
      color: var(--ink); background: var(--paper); overflow-wrap: anywhere; }
    main { max-width: 60rem; margin: 0 auto; padding: .75rem 1rem 4rem; } main:focus { outline: none; }
    a { color: var(--link); text-underline-offset: .15em; }
    a:focus-visible, button:focus-visible, input:focus-visible, textarea:focus-visible, select:focus-visible, summary:focus-visible,
      .wide:focus-visible, pre:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
    .skip { position: absolute; left: -100rem; } .skip:focus { left: .5rem; top: .5rem; background: var(--paper); padding: .5rem; z-index: 2; }
    .exercise { margin: 0; background: #b00020; color: #fff; text-align: center; font-weight: 700; padding: .35rem; letter-spacing: .2em;
      position: sticky; top: 0; z-index: 1; }
    header { display: flex; flex-wrap: wrap; align-items: center; gap: 0 1rem; padding: .25rem 1rem; border-bottom: 1px solid var(--line); }
    header nav { flex: 1 1 auto; } header nav ul { display: flex; flex-wrap: wrap; gap: 0 1.1rem; list-style: none; margin: 0; padding: 0; }
    header nav a { display: inline-block; padding: .6rem 0; text-decoration: none; } header nav a[aria-current] { font-weight: 700; color: var(--ink);
      box-shadow: inset 0 -3px var(--link); } header .own { margin-inline-start: auto; } header .own a { color: var(--soft); }
    .count { display: inline-block; min-width: 1.5em; padding: 0 .35em; border-radius: 1em; background: var(--stop); color: var(--paper);
      text-align: center; font-size: .85em; }
    h1 { font-size: 1.45rem; line-height: 1.3; margin: .6rem 0 .3rem; } h2 { font-size: 1.12rem; margin: 1.6rem 0 .4rem; }
    h3 { font-size: 1rem; margin: 1rem 0 .3rem; } p { margin: .45rem 0; } .lead, .help, .optional, .small, .empty { color: var(--soft); }
    .small, .help, .optional { font-size: .92rem; font-weight: 400; }
    .done, .failed, .note { padding: .7rem .9rem; border-inline-start: .35rem solid var(--go); background: var(--card); }
    .failed { border-color: var(--stop); } .note { border-color: var(--warn); background: var(--mark); }
    .late { color: var(--stop); font-weight: 700; } .soon { color: var(--warn); font-weight: 700; } .drill { color: var(--stop); }
    dl { margin: .5rem 0; } @media (min-width: 40rem) { main > dl { display: grid; grid-template-columns: minmax(6rem, max-content) 1fr; gap: .3rem 1.2rem; }
      main > dl > dt { margin: 0; } } dt { color: var(--soft); font-size: .92rem; margin-top: .5rem; } dd { margin: 0; }
    .text { white-space: pre-wrap; background: var(--card); border-inline-start: .25rem solid var(--line); padding: .6rem .8rem; margin: .2rem 0; }
    .text h3 { margin: 0 0 .5rem; } del { background: var(--old); text-decoration: line-through; } ins { background: var(--new); text-decoration: none; }
    del b, ins b { text-decoration: underline; } pre.paper { overflow-x: auto; font: .95rem/1.5 ui-monospace, "Noto Sans Mono CJK SC", monospace; }
    code { font: .95em ui-monospace, monospace; }
    ul.cards, ul.steps { list-style: none; padding: 0; margin: .5rem 0; } .cards > li { border: 1px solid var(--line); border-radius: .5rem;
      margin: .55rem 0; } .cards > li > a, .cards > li > div { display: block; padding: .65rem .85rem; color: inherit; text-decoration: none; }
    .cards a b { color: var(--link); } .cards .when { float: inline-end; margin-inline-start: .8rem; } .steps li { padding: .25rem 0; }
    .level { display: inline-block; min-width: 2em; text-align: center; border-radius: .3rem; padding: 0 .35em; font-weight: 700; color: #fff; white-space: nowrap; }
    .I { background: #b00020; } .II { background: #a84300; } .III { background: #6b5900; } .IV { background: #1d4f91; }
    ol.stages { display: flex; flex-wrap: wrap; gap: .3rem; list-style: none; padding: 0; margin: .6rem 0; counter-reset: s; }
    .stages li { padding: .15rem .6rem; border: 1px solid var(--line); border-radius: 1rem; color: var(--soft); font-size: .92rem; }
    .stages .past { background: var(--card); } .stages .now { background: var(--link); color: var(--paper); font-weight: 700; border-color: var(--link); }
    .gates { list-style: none; padding: 0; } .gates .met { color: var(--soft); }
    table { border-collapse: collapse; width: 100%; font-size: .97rem; } th, td { text-align: start; vertical-align: top; padding: .4rem .5rem;
      border-bottom: 1px solid var(--line); overflow-wrap: break-word; } th { color: var(--soft); font-weight: 600; white-space: nowrap; }
    .wide { overflow-x: auto; }
    form { margin: .8rem 0; } .field { margin: .8rem 0; } .field label, .field .help { display: block; }
    input[type=text], textarea, select { font: inherit; width: 100%; padding: .5rem .6rem; border: 1px solid var(--soft); border-radius: .35rem;
      background: var(--paper); color: var(--ink); } .flag label { display: inline; } .flag input { width: 1.2rem; height: 1.2rem; vertical-align: -.2rem; }
    button { font: inherit; font-weight: 700; min-height: 2.75rem; padding: .4rem 1.4rem; border-radius: .4rem; border: 1px solid var(--link);
      background: var(--link); color: var(--paper); cursor: pointer; } button.go { background: var(--go); border-color: var(--go); }
    button.return { background: var(--paper); color: var(--stop); border-color: var(--stop); } button[disabled] { opacity: .5; }
    .actions { border-top: 1px solid var(--line); margin-top: 1.2rem; } details { margin: .6rem 0; } summary { cursor: pointer; padding: .4rem 0; color: var(--link); }
    .piece { border: 1px solid var(--line); border-radius: .5rem; padding: .2rem .85rem .7rem; margin: .7rem 0; }
    .refuted { color: var(--stop); font-weight: 700; } .unverified { color: var(--warn); font-weight: 700; }
    @media (max-width: 40rem) { thead:not(.plan *) { display: none; } :is(table, tbody, tr, td):not(.plan *) { display: block; width: 100%; }
      tr:not(.plan *) { border: 1px solid var(--line); border-radius: .5rem; margin: .5rem 0; padding: .25rem .6rem; } td:not(.plan *) { border: 0; padding: .15rem 0; }
      td[data-label] { padding-inline-start: 5.9rem; min-height: 1.6em; } td[data-label]::before { content: attr(data-label); color: var(--soft); font-size: .88rem;
      float: inline-start; margin-inline-start: -5.9rem; width: 5.6rem; }
      .send button { width: 100%; } }
    .board main { max-width: none; font-size: clamp(1.0625rem, 1.6vw, 2.5rem); line-height: 1.35; padding-bottom: 1rem; }
    .board h1 { font-size: 1.2em; margin: 0; } .board h2 { font-size: .95em; margin: .9em 0 .2em; color: var(--soft); } .board .small { font-size: .72em; }
    .top { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: baseline; gap: 0 1em; } .top p { margin: 0; font-variant-numeric: tabular-nums; }
    .rows, .signals { list-style: none; margin: .3em 0; padding: 0; } .rows li { display: grid; grid-template-columns: auto 1fr 7em 14em; gap: .1em .7em;
      align-items: center; border-bottom: 1px solid var(--line); padding: .45em 0; } .rows .level { min-width: 2.2em; font-size: 1.15em; padding: .25em .2em; }
    .rows b, .rows .stage, .rows .small { display: block; } .due { text-align: end; } .stage { font-size: .8em; color: var(--soft); }
    .heat { width: 7em; height: 1.9em; fill: var(--soft); display: block; } .heat .last { fill: var(--stop); } .rows .steps { width: 4.5em; height: .5em; fill: var(--line); padding: 0; }
    .rows .steps .past { fill: var(--link); } .calm { font-size: 1.3em; color: var(--go); } .signals li { padding: .1em 0; font-size: .9em; }
    .side dl { margin: .1em 0; } .side dl div { padding: .08em 0; } .side dt { font-size: .7em; margin: 0; } .side dd { font-size: .9em; } .well { color: var(--go); }
    @media (max-width: 40rem) { .rows li { grid-template-columns: auto 1fr; } .rows .heat { grid-column: 2; width: 9em; } .rows .none { display: none; } .rows .due { grid-column: 2; text-align: start; } }
    .plan td:not(.short), .plan th:not(.short) { min-width: 6.5em; } .plan h3 { margin-top: 1.5rem; } .plan figure { margin: 1.2rem 0; background: #fff; color: #1a1a1a; padding: .5rem; border-radius: .4rem; } .plan figure svg { width: 100%; height: auto; }
    .plan figcaption { color: #555; font-size: .88rem; } .plan article { border: 1px solid var(--line); border-radius: .5rem; padding: .2rem .9rem .9rem; margin: 1rem 0; }
    .plan .definitions th { font-weight: 400; white-space: normal; min-width: 6em; } .template { margin: .7rem 0; padding: .3rem 1rem; border-inline-start: .25rem solid var(--link); background: var(--card); }
    .short { white-space: nowrap; } .around a { display: inline-block; margin-inline-end: 1rem; padding: .3rem 0; }
    .code { width: min(18rem, 100%); height: auto; display: block; margin: .8rem 0; }
    nav .more { position: relative; margin: 0; } nav .more summary { padding: .6rem 0; } nav .more ul { flex-direction: column; position: absolute;
      inset-inline-end: 0; z-index: 2; min-width: 11rem; background: var(--paper); border: 1px solid var(--line); border-radius: .5rem; padding: .2rem .9rem; }
    .row button { min-height: 2.2rem; padding: .15rem .8rem; margin-inline-end: .5rem; font-weight: 600; background: var(--paper); color: var(--link); }
    form.row { margin: .4rem 0; } mark { background: var(--mark); color: inherit; text-decoration: underline dotted; } .cards > .past { border-style: dashed; }
    ul.ways { display: flex; flex-wrap: wrap; gap: .2rem 1.1rem; list-style: none; padding: 0; } .ways a { display: inline-block; padding: .3rem 0; }
    .ways a[aria-current] { font-weight: 700; color: var(--ink); } .title { font-weight: 700; } ol.cards { list-style: none; padding: 0; }
    figure { margin: .8rem 0; } figure svg { width: 100%; height: auto; background: #fff; border-radius: .3rem; } figcaption { color: var(--soft); font-size: .92rem; }
    blockquote { margin: .6rem 0; padding: .2rem 1rem; border-inline-start: .25rem solid var(--line); }
    fieldset { border: 0; padding: 0; margin: .8rem 0; } legend { padding: 0; }
    .grid { display: grid; gap: 0 2rem; } @media (min-width: 70rem) { .board .grid:has(> :nth-child(2)) { grid-template-columns: 7fr 3fr; gap: 0 2.5rem; } }
    @media print { header, .skip, form, .actions, nav { display: none; } body { font-size: 10.5pt; } main { max-width: none; padding: 0; }
      .piece, .cards > li, tr { break-inside: avoid; } }

    """

  /// Everything is there without it: it reads live parts anew, keeps what was typed while the line is down, and stops a second tap.
  private static let program = """
    "use strict";
    const main = document.getElementById("main");
    const place = "typed:" + location.pathname + location.search;
    const isTyping = () => main.querySelector("form[method=post] :focus") !== null || document.querySelector("form[data-touched]") !== null;
    const fields = () => [...document.querySelectorAll("form[method=post] textarea, form[method=post] input[type=text], form[method=post] select")];
    if (main.querySelector(".done")) sessionStorage.removeItem(sessionStorage.getItem("sent") || place);
    try {
      const kept = JSON.parse(sessionStorage.getItem(place) || "{}");
      for (const field of fields()) if (kept[field.name] !== undefined && !main.querySelector(".failed")) field.value = kept[field.name];
    } catch (_) { sessionStorage.removeItem(place); }
    document.addEventListener("input", (event) => {
      const form = event.target.closest("form");
      if (form) form.dataset.touched = "yes";
      const kept = {};
      for (const field of fields()) kept[field.name] = field.value;
      try { sessionStorage.setItem(place, JSON.stringify(kept)); } catch (_) { /* more than a tab keeps */ }
    });
    const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
    const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
    const sign = async (form) => {
      const field = (name) => form.elements[name].value;
      const names = field("_credentials").split(" ");
      const answer = await navigator.credentials.get({ publicKey: { challenge: bytes(field("_challenge")), rpId: field("_realm"),
        userVerification: "required", allowCredentials: names.map((name) => ({ type: "public-key", id: bytes(name) })) } });
      const key = field("_keys").split(" ")[names.indexOf(text(answer.rawId))];
      const { authenticatorData, clientDataJSON, signature } = answer.response;
      form.elements.signature.value = ["passkey", key, text(authenticatorData), text(clientDataJSON), text(signature)].join(".");
    };
    const make = async (form) => {
      const [realm, person] = [form.elements._realm.value, form.elements._create.value];
      const made = await navigator.credentials.create({ publicKey: { challenge: crypto.getRandomValues(new Uint8Array(32)),
        rp: { id: realm, name: "Levee" }, user: { id: new TextEncoder().encode(person), name: person, displayName: person },
        pubKeyCredParams: [{ type: "public-key", alg: -7 }], authenticatorSelection: { userVerification: "required" }, attestation: "none" } });
      form.elements.key.value = ["passkey", realm, text(made.rawId), text(made.response.getPublicKey().slice(-65))].join("/");
    };
    document.addEventListener("submit", (event) => {
      if (event.target.method !== "post") return;
      if (event.target.dataset.sent) { event.preventDefault(); return; }
      const form = event.target;
      const wanted = form.elements._challenge && !form.elements.signature.value ? sign : form.elements._create && !form.elements.key.value ? make : null;
      if (wanted) {
        event.preventDefault();
        form.dataset.sent = "yes";
        wanted(form).then(() => { delete form.dataset.sent; form.requestSubmit(); }, () => {
          delete form.dataset.sent;
          for (const note of document.querySelectorAll(".unsigned")) note.hidden = false;
        });
        return;
      }
      event.target.dataset.sent = "yes";
      sessionStorage.setItem("sent", place);
      for (const button of event.target.querySelectorAll("button")) button.setAttribute("aria-disabled", "true");
    });
    addEventListener("pageshow", () => { for (const form of document.querySelectorAll("form")) delete form.dataset.sent; });
    if (main.dataset.live) {
      let waits = 0;
      const look = async () => {
        waits = 0;
        if (isTyping() || document.hidden) return;
        try {
          const answer = await fetch(location.href, { headers: { "Accept": "text/html" } });
          if (!answer.ok) return;
          const page = new DOMParser().parseFromString(await answer.text(), "text/html");
          const fresh = page.getElementById("main");
          const open = [...main.querySelectorAll("details")].map((one) => one.open);
          if (fresh && !isTyping()) {
            // Whoever goes by keys stays where they are.
            const held = main.contains(document.activeElement) && document.activeElement !== main ? document.activeElement : null;
            const like = held && ((one) => one.getAttribute("href") === held.getAttribute("href") && one.getAttribute("aria-label") === held.getAttribute("aria-label"));
            const place = held ? [...main.querySelectorAll(held.tagName)].filter(like).indexOf(held) : 0;
            main.replaceChildren(...fresh.childNodes);
            main.querySelectorAll("details").forEach((one, index) => { one.open = open[index] || one.open; });
            if (held) [...main.querySelectorAll(held.tagName)].filter(like)[place]?.focus({ preventScroll: true });
          }
        } catch (_) { /* the line is down: the next event, or the next minute, looks again */ }
      };
      const soon = () => { if (!waits) waits = setTimeout(look, 300 + Math.random() * 900); };
      const source = new EventSource(main.dataset.live);
      source.addEventListener("look", soon);
      document.addEventListener("visibilitychange", soon);
      setInterval(look, 60000);
    }

    """
}
