/** What counts of a site's settings where neither the environment nor an admin says anything. */
import type { SettingName } from "../../protocol/settings";

export const DEFAULT_CODES: readonly string[] = ["Resolved", "Follow-up needed", "Sale", "Wrong number", "Spam"];

/** Settings that an operator may set for good. */
export const SETTING_VARIABLES: { readonly [name in SettingName]?: string } = {
  origins: "PE_ORIGINS",
  keepAnonymousDays: "PE_KEEP_ANONYMOUS_DAYS",
  keepIdentifiedDays: "PE_KEEP_IDENTIFIED_DAYS",
};
