/** The shapes that the door checks, once for the check itself and for /openapi.json. */
import { Type, type Static } from "@sinclair/typebox";
import { TypeCompiler } from "@sinclair/typebox/compiler";
import { BATCH_EVENTS, ID_CHARS } from "../../protocol/limits";
import { NOTE_CHARS } from "../../protocol/note";
import { PUSHED_STATES, TELLABLE } from "../../protocol/push";

const Id = Type.String({ minLength: 1, maxLength: ID_CHARS });

export const EventSchema = Type.Object({
  id: Type.String({ minLength: 1, maxLength: ID_CHARS, description: "Made once by the sender, best a UUIDv7: every retry carries the same." }),
  type: Type.String({ minLength: 1, maxLength: 128, description: "`noun.past_tense`, or a name of the site's own." }),
  at: Type.Number({ description: "When it happened, milliseconds since 1970 by the sender's clock." }),
  session: Type.Optional(Id),
  seq: Type.Optional(Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })),
  url: Type.Optional(Type.String({ description: "The page it happened on." })),
  data: Type.Optional(Type.Unknown({ description: "An object of any shape." })),
});

const envelope = {
  v: Type.Literal(1),
  key: Type.Optional(Type.String({ description: "The site's public key; not needed with a secret key." })),
  batch: Id,
  sentAt: Type.Number({ description: "The sender's clock at the moment of sending, milliseconds since 1970." }),
  sdk: Type.Optional(Type.String({ maxLength: ID_CHARS })),
  visitor: Type.Optional(Id),
};
const state = Type.Union([Type.Literal("granted"), Type.Literal("denied"), Type.Literal("pending")]);
export const ConsentSchema = Type.Object({
  analytics: state,
  identity: Type.Union(state.anyOf, { description: "Unless it is granted, nothing of who the visitor is is kept." }),
  messaging: state,
  sharing: Type.Optional(Type.Literal("denied")),
  source: Type.Optional(Type.String({ description: "Who said so: default, page, tcf, gpp or google." })),
});
/** What a sender should send. */
export const BatchSchema = Type.Object({ ...envelope, consent: Type.Optional(ConsentSchema), events: Type.Array(EventSchema, { maxItems: BATCH_EVENTS }) });
/** What the door checks of it at first: each event is checked alone, so that a bad one rejects no other. */
const EnvelopeSchema = Type.Object({ ...envelope, consent: Type.Optional(Type.Unknown()), events: Type.Array(Type.Unknown()) });

const text = Type.Optional(Type.String());
/** Who a conversation is with; there may be more in it. */
export const CustomerSchema = Type.Object(
  { phone: text, email: text, externalId: text, region: text, displayName: text, givenName: text, familyName: text, companyName: text },
  { description: "Of servers only: the number that calls or is called, an address, an id of the site's own. It names the conversation's card and is kept sealed." },
);
/** Data of conversation events; there may be more in it. */
export const ConversationSchema = Type.Object({
  conversation: Id,
  ref: Type.Optional(Id),
  channel: Type.Optional(Type.Union([Type.Literal("chat"), Type.Literal("messaging"), Type.Literal("call")])),
  direction: Type.Optional(Type.Union([Type.Literal("inbound"), Type.Literal("outbound")])),
  by: Type.Optional(Type.Union([Type.Literal("customer"), Type.Literal("agent"), Type.Literal("system")])),
  vendor: text,
  queue: text,
  agent: text,
  code: text,
  notes: text,
  offer: text,
  customer: Type.Optional(CustomerSchema),
});

/** Data of what agents and servers say of the ids of conversations. */
export const LinkSchema = Type.Object({
  conversation: Id,
  with: Type.Optional(Type.String({ minLength: 1, maxLength: ID_CHARS, description: "Another id of the same conversation." })),
  visitor: Type.Optional(Id),
  session: Type.Optional(Id),
  sessionCode: Type.Optional(Type.String({ maxLength: 20, description: "The digits that the visitor read out: whose conversation it is, and which that they began in the page." })),
  event: Type.Optional(Type.String({ minLength: 1, maxLength: ID_CHARS, description: "Of `conversation.unlinked`: the event that is taken back." })),
  agent: text,
});

const { conversation: _inTheAddress, ...facts } = ConversationSchema.properties;
/** What servers report of a conversation whose id stands in the address; what else is in it is ignored. */
export const ReportSchema = Type.Object({
  ...facts,
  visitor: Type.Optional(Type.String({ minLength: 1, maxLength: ID_CHARS, description: "Whose conversation it is: the id that `pe.session()` gives in the page." })),
  session: Type.Optional(Id),
  at: Type.Optional(Type.Number({ description: "When it happened, milliseconds since 1970. By default when the report arrives; what lies in the future happened then, too." })),
});

const decision = { visitor: Id, contact: Id, by: Type.Optional(Type.Union([Type.Literal("agent"), Type.Literal("token"), Type.Literal("server")])), agent: text };
/** Data of what agents and servers decide of a visitor. */
export const DecisionSchema = Type.Object(decision);
/** Data of what takes such a decision back. */
export const UndoneSchema = Type.Object({ visitor: Id, event: Id, agent: text });

const note = { text: Type.String({ minLength: 1, maxLength: NOTE_CHARS, pattern: "\\S" }), agent: Type.Optional(Type.String({ maxLength: 200 })) };
/** Data of what agents and servers write down of a contact. */
export const ContactNoteSchema = Type.Object({ ...note, contact: Id });
/** And of a conversation. */
export const ConversationNoteSchema = Type.Object({ ...note, conversation: Id });

/** What a page asks a token with. */
export const HandoverSchema = Type.Object({ key: Type.String({ description: "The site's public key." }), visitor: Id });
export const TokenSchema = Type.Object({ token: Type.String({ description: "Goes into the link as `pe_token`; the page behind it tells it in `session.started` as `handover`." }) });
/** What a page has the visitor's cookie forgotten with. */
export const ForgetSchema = Type.Object({ key: Type.String({ description: "The site's public key." }) });

/** What a page is told of a conversation. */
export const PushSchema = Type.Object({
  id: Id,
  type: Type.Union(PUSHED_STATES.map((state) => Type.Literal(`conversation.${state}`))),
  at: Type.Number({ description: "Milliseconds since 1970 by the collector's clock." }),
  data: Type.Pick(ConversationSchema, ["conversation", "channel", "direction", "by", "vendor", ...TELLABLE], { description: "Queue, agent and code only where the operator allows them." }),
});
/** What a page is told of what rules have decided. */
export const RulePushSchema = Type.Object({
  id: Type.String({ description: "The event's own; of an `action.qualified` it is the offer's." }),
  type: Type.Union(["action.qualified", "action.blocked", "segment.matched", "outcome.achieved"].map((type) => Type.Literal(type))),
  at: Type.Number({ description: "Milliseconds since 1970 by the collector's clock." }),
  data: Type.Object({}, { description: "As the event has it. Segments and outcomes only where the rule says that pages may know." }),
});
export const PushesSchema = Type.Object({
  n: Type.Integer({ description: "The next `lastEventId`." }),
  pushes: Type.Array(PushSchema),
  rules: Type.Optional(Type.Array(RulePushSchema, { description: "What rules have decided and the page has not taken up yet." })),
});

/** Data of what servers tell of a queue. */
export const QueueSchema = Type.Object({
  queue: Type.String({ minLength: 1, maxLength: 200 }),
  agents: Type.Integer({ minimum: 0, description: "How many are free at this moment." }),
});
/** Data of what a page says of an offer that it could not show. */
export const BlockedSchema = Type.Object({
  map: Type.String({ minLength: 1, maxLength: 64 }),
  name: Type.String({ maxLength: 200 }),
  type: Type.Union([Type.Literal("chat"), Type.Literal("messaging"), Type.Literal("content")]),
  reason: Type.Union(["consent", "no_widget", "page_left", "expired"].map((reason) => Type.Literal(reason))),
  offer: Id,
});

export const AnswerSchema = Type.Object({
  accepted: Type.Integer(),
  duplicates: Type.Integer(),
  rejected: Type.Array(Type.Object({ id: Type.String(), reason: Type.String() })),
  push: Type.Optional(Type.Array(RulePushSchema, { description: "To pages: what rules have decided for the visitor, as long as it is news." })),
  next: Type.Optional(Type.Integer({ description: "To pages of sites that make offers: ordinary events should wait no longer than this for company. Milliseconds." })),
});
export const ErrorSchema = Type.Object({ error: Type.String(), message: Type.String() });

export type Envelope = Static<typeof EnvelopeSchema>;

export const envelopeShape = TypeCompiler.Compile(EnvelopeSchema);
export const eventShape = TypeCompiler.Compile(EventSchema);
export const conversationShape = TypeCompiler.Compile(ConversationSchema);
export const linkShape = TypeCompiler.Compile(LinkSchema);
export const reportShape = TypeCompiler.Compile(ReportSchema);
export const queueShape = TypeCompiler.Compile(QueueSchema);
export const blockedShape = TypeCompiler.Compile(BlockedSchema);
export const decisionShape = TypeCompiler.Compile(DecisionSchema);
export const contactNoteShape = TypeCompiler.Compile(ContactNoteSchema);
export const conversationNoteShape = TypeCompiler.Compile(ConversationNoteSchema);
export const undoneShape = TypeCompiler.Compile(UndoneSchema);
