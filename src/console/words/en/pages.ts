/** What pages say that are loaded when they are opened, in English: it is loaded with them. */
import { account } from "./account";
import { admin } from "./admin";
import { rules } from "./rules";
import { supervisor } from "./supervisor";

export const pages = { account, admin, rules, supervisor };
