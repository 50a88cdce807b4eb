const form = document.querySelector("#new-note");
const list = document.querySelector("#notes");
const message = document.querySelector("#message");
const nothing = document.querySelector("#no-notes");
const template = document.querySelector("#note-template");

form.addEventListener("submit", (event) => {
  event.preventDefault();
  attempt(async () => {
    const note = await send("POST", "/api/notes", { text: form.elements.text.value });
    form.reset();
    list.prepend(createItem(note));
    say("");
  });
});

function createItem(note) {
  const item = template.content.cloneNode(true).firstElementChild;
  const [text, time, remove] = item.children;
  text.textContent = note.text;
  time.dateTime = note.createdAt;
  time.textContent = new Date(note.createdAt).toLocaleString([], {
    dateStyle: "medium",
    timeStyle: "short",
  });
  remove.setAttribute("aria-label", `Remove “${note.text}”`);
  remove.addEventListener("click", () => attempt(() => removeNote(note, item)));
  return item;
}

async function removeNote(note, item) {
  const next = item.nextElementSibling;
  await send("DELETE", `/api/notes/${note.id}`);
  item.remove();
  const undo = say(`Removed “${note.text}”.`, "Undo", async () => {
    await send("POST", `/api/notes/${note.id}/restore`);
    list.insertBefore(item, next?.isConnected ? next : null);
    say("");
    item.querySelector("button").focus();
  });
  undo.focus();
}

/** Shows a message, with a button when something can be done about it, and returns that button. */
function say(text, label, act) {
  nothing.hidden = list.childElementCount > 0;
  message.replaceChildren(text);
  if (!act) return undefined;
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = label;
  button.addEventListener("click", () => attempt(act));
  message.append(button);
  return button;
}

async function attempt(action) {
  try {
    await action();
  } catch (error) {
    say(error.message);
  }
}

async function send(method, path, body) {
  let response;
  try {
    response = await fetch(path, {
      method,
      headers: { "content-type": "application/json" },
      body: body && JSON.stringify(body),
    });
  } catch {
    throw new Error("The server does not answer. Nothing was changed.");
  }
  if (response.status === 204) return undefined;
  const reply = await response.json();
  if (!response.ok) throw new Error(reply.error.message);
  return reply;
}

attempt(async () => {
  const { notes } = await send("GET", "/api/notes");
  list.replaceChildren(...notes.map(createItem));
  say("");
});
