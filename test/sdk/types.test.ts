import { expectTypeOf, it } from "vitest";
import type { Parley } from "../../src/sdk/types";

const heard: unknown[] = [];
// Never called: what counts is that it compiles, and that what must not compile does not.
export function usePage(pe: Parley, who: string | { email: string }): void {
  pe.on("chat.started", (event) => {
    expectTypeOf(event.type).toEqualTypeOf<"conversation.started">();
    expectTypeOf(event.data.conversation).toEqualTypeOf<string>();
  });
  pe.on("conversation-ended", ({ data }) => expectTypeOf(data.by).toEqualTypeOf<"customer" | "agent" | "system" | undefined>());
  pe.on("page.viewed", ({ data }) => expectTypeOf(data.title).toEqualTypeOf<string | undefined>());
  pe.on("*", (event) => heard.push(event.type === "page.viewed", event.data.anything));
  pe.once("order_completed", ({ data }) => expectTypeOf(data.total).toEqualTypeOf<unknown>());
  interface Order { total: number }
  const order: Order = { total: 42 };
  pe.track("order_completed", order);
  pe.identify(who);
  pe.identify("customer-42", { email: "ada@example.com", plan: "gold" });
  pe.on("chat.accepted", ({ data }) => expectTypeOf(data.conversation).toEqualTypeOf<string>(), { replay: true });
  expectTypeOf(pe.open("chat")).toEqualTypeOf<Promise<boolean>>();
  // @ts-expect-error a state that no conversation has
  pe.conversation("begun", {});
  // @ts-expect-error a word that is neither yes nor no nor later
  pe.consent("maybe");
  // @ts-expect-error the key is what says whose events these are
  pe.init({ collector: "https://collect.example" });
}

it("gives the page's calls the types of what they get", () => {
  expectTypeOf(usePage).parameter(0).toEqualTypeOf<Parley>();
});
