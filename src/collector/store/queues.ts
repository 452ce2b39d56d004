/** How many agents are free for a queue, by the contact centre's last word. */
import type { DatabaseSyncInstance } from "@photostructure/sqlite";
import type { StoredEvent } from "../../protocol/event";

export interface Queues {
  take(event: StoredEvent): void;
  /** `undefined` where nobody has told. */
  agents(site: string, queue: string): number | undefined;
}

export function createQueues(database: DatabaseSyncInstance): Queues {
  const save = database.prepare(`
    INSERT INTO queues (site, queue, agents, at, event) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (site, queue) DO UPDATE SET agents = excluded.agents, at = excluded.at, event = excluded.event
    WHERE (excluded.at, excluded.event) > (at, event)`);
  const read = database.prepare("SELECT agents FROM queues WHERE site = ? AND queue = ?");
  return {
    take({ site, id, type, at, source, data: { queue, agents } }) {
      if (type === "queue.changed" && source === "server" && typeof queue === "string" && typeof agents === "number") save.run(site, queue, agents, at, id);
    },
    agents: (site, queue) => (read.get(site, queue) as { agents: number } | undefined)?.agents,
  };
}
