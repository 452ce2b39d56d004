import { expect, it } from "vitest";
import { mailboxOf } from "../../../src/collector/contacts/mailbox";

it("is of one mailbox with others at Gmail only", () => {
  for (const one of ["adabyron@gmail.com", "ada.byron@googlemail.com", "a.d.a.byron+shop@gmail.com"]) expect(mailboxOf(one)).toBe("adabyron@gmail.com");
  expect(mailboxOf("ada.byron+shop@example.com")).toBe("ada.byron+shop@example.com");
});
