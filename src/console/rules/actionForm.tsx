/** What an action map does: an offer with its picture, a webhook, or a tag. */
import { useState } from "preact/hooks";
import { RULES, type Action, type ChatAction, type WebhookAction } from "../../protocol/rules";
import { Check, Choice, Fields, Text, useField } from "./form";
import { OFFER_WORDS, Preview } from "./preview";
import { words } from "../words/pageWords";

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
  const { form } = words.rules;
  return (
    <Fields title={form.whatItDoes}>
      <Choice at="action.type" label={form.action} options={form.actions} onChoose={(type) => set(actionOf(type as Action["type"], action))} />
      {(action.type === "chat" || action.type === "messaging") && <Invitation />}
      {action.type === "content" && <Content />}
      {action.type === "webhook" && <Webhook />}
      {action.type === "tag" && <Text at="action.tag" label={form.tag} required />}
      {(action.type === "chat" || action.type === "messaging" || action.type === "content") && <Preview action={action} />}
    </Fields>
  );
}

function Invitation() {
  const { form } = words.rules;
  return (
    <>
      <Text at="action.title" label={form.title} max={RULES.offerChars} />
      <Text at="action.text" label={form.textAtMost(RULES.offerChars)} rows={2} max={RULES.offerChars} required />
      <div class="fields-row">
        <Text at="action.accept" label={form.accepts} hint={OFFER_WORDS.accept} max={RULES.offerChars} />
        <Text at="action.decline" label={form.declines} hint={OFFER_WORDS.decline} max={RULES.offerChars} />
        <Text at="action.queue" label={form.queue} />
        <Text at="action.vendor" label={form.widget} hint={form.anyWidget} />
      </div>
    </>
  );
}

function Content() {
  const { form } = words.rules;
  return (
    <>
      <Text at="action.title" label={form.title} max={RULES.offerChars} />
      <Text at="action.text" label={form.text} rows={3} max={RULES.textChars} required />
      <div class="fields-row">
        <Text at="action.link.text" label={form.linkText} max={RULES.offerChars} />
        <Text at="action.link.url" label={form.linkUrl} />
        <Text at="action.image.url" label={form.imageUrl} />
        <Text at="action.image.alt" label={form.imageAlt} max={RULES.textChars} />
        <Text at="action.decline" label={form.declines} hint={OFFER_WORDS.close} max={RULES.offerChars} />
      </div>
      <Check at="action.link.newTab" label={form.newTab} />
    </>
  );
}

const EXAMPLE = "page = page.path\ncustomer = contact.externalIds";

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
  const { form } = words.rules;
  return (
    <>
      <Text at="action.webhook" label={form.webhook} required />
      <div class="field">
        <label for={attributes.id}>{form.told}</label>
        <textarea {...attributes} rows={3} placeholder={EXAMPLE} value={typed} onInput={({ currentTarget }) => take(currentTarget.value)} />
        {wrong}
      </div>
    </>
  );
}
