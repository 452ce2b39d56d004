/** What an action map does: an offer with its picture, a webhook, or a tag. */
import { useState } from "preact/hooks";
import { RULES, type Action, type ChatAction, type WebhookAction } from "../../protocol/rules";
import { Check, Choice, Fields, Text, useField } from "./form";
import { OFFER_WORDS, Preview } from "./preview";
import { ACTION_WORDS } from "./words";

/** Keeps the texts that the other kind of action has, too. */
export function actionOf(type: Action["type"], before: object): Action {
  if (type === "webhook") return { type, webhook: "" };
  if (type === "tag") return { type, tag: "" };
  const { text = "", title, decline } = before as Partial<ChatAction>;
  return { type, text, ...(title && { title }), ...(decline && { decline }) };
}

export function ActionForm() {
  const { value, set } = useField("action");
  const action = value as Action;
  return (
    <Fields title="What it does">
      <Choice at="action.type" label="Action" options={ACTION_WORDS} onChoose={(type) => set(actionOf(type as Action["type"], action))} />
      {(action.type === "chat" || action.type === "messaging") && <Invitation />}
      {action.type === "content" && <Content />}
      {action.type === "webhook" && <Webhook />}
      {action.type === "tag" && <Text at="action.tag" label="Tag" required />}
      {(action.type === "chat" || action.type === "messaging" || action.type === "content") && <Preview action={action} />}
    </Fields>
  );
}

function Invitation() {
  return (
    <>
      <Text at="action.title" label="Title" max={RULES.offerChars} />
      <Text at="action.text" label={`Text, at most ${RULES.offerChars} characters`} rows={2} max={RULES.offerChars} required />
      <div class="fields-row">
        <Text at="action.accept" label="Button that accepts" hint={OFFER_WORDS.accept} max={RULES.offerChars} />
        <Text at="action.decline" label="Button that declines" hint={OFFER_WORDS.decline} max={RULES.offerChars} />
        <Text at="action.queue" label="Queue" />
        <Text at="action.vendor" label="Widget" hint="any of the page" />
      </div>
    </>
  );
}

function Content() {
  return (
    <>
      <Text at="action.title" label="Title" max={RULES.offerChars} />
      <Text at="action.text" label="Text" rows={3} max={RULES.textChars} required />
      <div class="fields-row">
        <Text at="action.link.text" label="Words of the link" max={RULES.offerChars} />
        <Text at="action.link.url" label="Address of the link" />
        <Text at="action.image.url" label="Address of the picture" />
        <Text at="action.image.alt" label="Picture in words" max={RULES.textChars} />
        <Text at="action.decline" label="Button that declines" hint={OFFER_WORDS.close} max={RULES.offerChars} />
      </div>
      <Check at="action.link.newTab" label="Open the link in a new tab" />
    </>
  );
}

function Webhook() {
  const { value, set, attributes, wrong } = useField("action.data");
  const lines = Object.entries((value ?? {}) as NonNullable<WebhookAction["data"]>).map(([name, field]) => `${name} = ${field}`).join("\n");
  // What is typed is more than what it means as long as a line is not finished.
  const [typed, setTyped] = useState(lines);
  const take = (text: string) => {
    setTyped(text);
    const pairs = text.split("\n").map((line) => line.split("=").map((part) => part.trim())).filter(([name, field]) => name && field);
    set(pairs.length ? Object.fromEntries(pairs) : undefined);
  };
  return (
    <>
      <Text at="action.webhook" label="Webhook" required />
      <div class="field">
        <label for={attributes.id}>What it is told, one a line: name = detail</label>
        <textarea {...attributes} rows={3} placeholder={"page = page.path\ncustomer = contact.externalIds"} value={typed} onInput={({ currentTarget }) => take(currentTarget.value)} />
        {wrong}
      </div>
    </>
  );
}
