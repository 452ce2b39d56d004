/** Asks the rule of own queues of what the log names: whose conversation an id belongs to now decides. */
import type { DatabaseSyncInstance } from "@photostructure/sqlite";
import type { Conversation } from "../../protocol/conversation";
import type { Handles } from "../../protocol/mayHandle";
import { conversationCard } from "../fold/conversation";
import { createLinks, type Teller } from "./links";

/** Makes the function that says whether somebody handles what was told under an id. What is no conversation is nobody's. */
export function createHandled(database: DatabaseSyncInstance): (site: string, teller: Teller, handles: Handles) => boolean {
  const links = createLinks(database);
  const whole = database.prepare(`
    SELECT state FROM conversations WHERE site = ?1 AND id = (SELECT coalesce(part_of, id) FROM conversations WHERE site = ?1 AND id = ?2)`);
  return (site, teller, handles) => {
    const row = whole.get(site, links.find(site, teller)) as { state: string } | undefined;
    return row !== undefined && handles(conversationCard(JSON.parse(row.state) as Conversation));
  };
}
