/** The demo shop: basket, colours, search, contact and chat, with Parley called as any website would call it. */
const $ = (selector) => document.querySelector(selector);
const memory = {
  read: (key, blank) => {
    try {
      return JSON.parse(sessionStorage.getItem(`shop:${key}`)) ?? blank;
    } catch {
      return blank;
    }
  },
  write: (key, value) => {
    try {
      sessionStorage.setItem(`shop:${key}`, JSON.stringify(value));
    } catch {
      // A browser that stores nothing forgets the basket with the page.
    }
  },
};
const euros = (amount) => `€${amount}`;

/* The basket. */

const readBasket = () => memory.read("basket", []);

function writeBasket(items) {
  memory.write("basket", items);
  const count = $(".count");
  count.textContent = items.length;
  count.hidden = !items.length;
}

function showLines() {
  const items = readBasket();
  const total = items.reduce((sum, { price }) => sum + price, 0);
  $(".empty").hidden = items.length > 0;
  $(".lines").hidden = !items.length;
  $(".total").textContent = euros(total);
  $("tbody").replaceChildren(
    ...items.map(({ name, colour, price }, i) => {
      const line = document.createElement("tr");
      line.innerHTML = `<td></td><td></td><td><button class="remove"><svg class="icon" aria-hidden="true"><use href="art/icons.svg#close" /></svg></button></td>`;
      line.cells[0].textContent = `${name}, ${colour}`;
      line.cells[1].textContent = euros(price);
      const remove = line.querySelector("button");
      remove.setAttribute("aria-label", `Remove ${name}, ${colour}`);
      remove.onclick = () => {
        writeBasket(items.filter((_, at) => at !== i));
        window.pe?.track("product_removed", { name, colour, price, currency: "EUR" });
        showLines();
      };
      return line;
    }),
  );
  $(".order").onclick = () => {
    window.pe?.track("order_completed", { total, currency: "EUR", items: items.length });
    writeBasket([]);
    $(".lines").hidden = true;
    $(".ordered").hidden = false;
    $(".ordered").focus();
  };
}

/* A product: its colours are routes of this page, as in a single-page application. */

function showColour() {
  const links = [...document.querySelectorAll(".colours a")];
  const wanted = new URLSearchParams(location.search).get("colour");
  const chosen = links.find(({ dataset }) => dataset.colour === wanted) ?? links[0];
  for (const link of links) link.toggleAttribute("aria-current", link === chosen);
  chosen.setAttribute("aria-current", "true");
  $(".product .plate").className = `plate ${chosen.dataset.colour}`;
  const { name } = $(".product").dataset;
  document.title = wanted ? `${name} in ${chosen.textContent} | Tide & Timber` : `${name} | Tide & Timber`;
  return chosen.textContent;
}

function startProduct() {
  const { sku, name, price } = $(".product").dataset;
  for (const link of document.querySelectorAll(".colours a")) {
    link.onclick = (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      if (!link.hasAttribute("aria-current")) history.pushState({}, "", link.href);
      showColour();
    };
  }
  addEventListener("popstate", showColour);
  showColour();
  $(".add").onclick = () => {
    const item = { sku, name, colour: showColour(), price: Number(price) };
    writeBasket([...readBasket(), item]);
    window.pe?.track("product_added", { ...item, currency: "EUR" });
    $(".added").innerHTML = `In your basket. <a href="basket.html">Look</a>`;
  };
}

/* Search. */

function showResults() {
  const query = new URLSearchParams(location.search).get("q")?.trim() ?? "";
  $("#q").value = query;
  if (!query) return;
  const words = query.toLowerCase().split(/\s+/);
  const cards = [...document.querySelectorAll("[data-words]")];
  for (const card of cards) card.hidden = !words.every((word) => card.dataset.words.includes(word));
  const found = cards.filter(({ hidden }) => !hidden).length;
  $(".results").textContent = `${found || "Nothing"} for “${query}”`;
  $(".nothing").hidden = found > 0;
  $(".cards").hidden = !found;
}

/* Contact. */

function startContact() {
  $(".contact").onsubmit = (event) => {
    event.preventDefault();
    const { name, email, phone } = Object.fromEntries(new FormData(event.target));
    const [givenName, ...rest] = name.trim().split(/\s+/);
    const familyName = rest.join(" ");
    window.pe?.identify({ email, ...(phone && { phone }), givenName, ...(familyName && { familyName }) });
    $(".contact").hidden = true;
    $(".who").textContent = givenName;
    $(".thanks").hidden = false;
    $(".thanks").focus();
  };
  $(".show-code").onclick = () => {
    const code = window.pe?.session()?.code;
    $(".code").textContent = code ?? "This visit is not tracked, so it has none.";
    $(".code").classList.toggle("missing", !code);
  };
}

/* The chat: a real widget, the open deep-chat component, with answers from a short list instead of a server. */

const ANSWERS = [
  [/deliver|ship|when|long/i, "The lamp takes 3 to 5 days, the armchair about two weeks. We carry it in."],
  [/colou?r|moss|clay|ink/i, "Both come in clay, moss and ink. Moss is the one we have at home."],
  [/return|back|refund/i, "You have thirty evenings. If it does not feel like yours, we fetch it."],
  [/price|cost|discount|cheap/i, "The lamp is €149, the armchair €520, and delivery is free from €100."],
  [/agent|human|person|call/i, "Your chat is a card in the console: an agent can take it there, but not write here. On the phone you could read them your visit’s code from the contact page."],
  [/thank/i, "You are welcome. End the chat whenever you like, and watch what your card does."],
];
const INTRO = "Hello! Ask me about lamps, armchairs, colours or delivery. My answers come from a short list, whatever an agent does. But the console sees this chat: watch its card there.";

function createChat() {
  const chat = document.createElement("deep-chat");
  // Without a font of its own the component fetches one from elsewhere.
  chat.style.fontFamily = "system-ui, sans-serif";
  const answer = ({ text = "" }) => ({ text: ANSWERS.find(([about]) => about.test(text))?.[1] ?? "Good question! In a real shop an agent would answer it here. In this demo they can only take your chat’s card in the console." });
  Object.assign(chat, {
    demo: { response: answer },
    introMessage: { text: INTRO },
    history: memory.read("chat", []),
    chatStyle: { width: "100%", height: "100%", border: "none", backgroundColor: "transparent", fontSize: "0.95rem" },
    textInput: {
      placeholder: { text: "Write a message", style: { color: "#56625c" } },
      styles: { container: { borderRadius: "22px", border: "1px solid #8b8577", backgroundColor: "#fff", boxShadow: "none", width: "92%" }, text: { padding: "0.65rem 2.4rem 0.65rem 1rem" } },
    },
    messageStyles: {
      default: {
        shared: { bubble: { maxWidth: "82%", padding: "0.6rem 0.9rem", borderRadius: "16px", lineHeight: "1.45" } },
        user: { bubble: { backgroundColor: "#1f5c4a", color: "#fff" } },
        ai: { bubble: { backgroundColor: "#efe6d7", color: "#22302b" } },
      },
      intro: { bubble: { backgroundColor: "#efe6d7", color: "#22302b" } },
    },
    auxiliaryStyle: "#text-input:focus-visible { outline: none }",
  });
  const remember = ({ detail }) => {
    if (detail.isHistory) return;
    // The introduction is shown anew on every page.
    const talk = chat.getMessages().filter(({ text }) => text !== INTRO).map(({ role, text }) => ({ role, text }));
    memory.write("chat", talk);
    $(".end").hidden = !talk.length;
  };
  chat.addEventListener("message", remember);
  $(".talk").replaceChildren(chat);
  $(".end").hidden = !memory.read("chat", []).length;
}

/** The component is large, so it is fetched when somebody wants to chat. */
async function loadChat() {
  if (customElements.get("deep-chat")) return;
  $(".talk").innerHTML = "<p>One moment…</p>";
  await new Promise((done, failed) => {
    const script = Object.assign(document.createElement("script"), { type: "module", src: "deep-chat.js", onload: done, onerror: failed });
    document.head.append(script);
  });
}

async function openChat(focus) {
  $(".chat").hidden = false;
  $(".launcher").hidden = true;
  $(".launcher").setAttribute("aria-expanded", "true");
  memory.write("open", true);
  try {
    await loadChat();
    if (!$("deep-chat")) createChat();
    if (focus) requestAnimationFrame(() => $("deep-chat")?.focusInput?.());
  } catch {
    $(".talk").innerHTML = "<p>The chat did not load. Please write to us instead.</p>";
  }
}

function closeChat() {
  $(".chat").hidden = true;
  $(".launcher").hidden = false;
  $(".launcher").setAttribute("aria-expanded", "false");
  $(".launcher").focus();
  memory.write("open", false);
}

function startChat() {
  $(".launcher").onclick = () => openChat(true);
  $(".close").onclick = closeChat;
  $(".end").onclick = () => {
    // The component has no notion of an end, so the site tells.
    window.pe?.conversation("ended", { channel: "chat", by: "customer" });
    memory.write("chat", []);
    createChat();
    closeChat();
  };
  $(".chat").addEventListener("keydown", ({ key }) => key === "Escape" && closeChat());
  if (memory.read("open", false)) void openChat(false);
}

writeBasket(readBasket());
startChat();
if ($(".product")) startProduct();
if ($(".lines")) showLines();
if ($(".results")) showResults();
if ($(".contact")) startContact();
