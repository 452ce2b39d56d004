/** Every vendor's adapter. */
import { deepchat } from "./vendors/deepchat";
import { dynamics } from "./vendors/dynamics";
import { flex } from "./vendors/flex";
import { rocketchat } from "./vendors/rocketchat";
import { voiceflow } from "./vendors/voiceflow";
import type { Vendor } from "./vendor";

/** An adapter of one kind of widget, known to the rest as one that takes whatever it has found itself. */
const adapter = <Api>(vendor: Vendor<Api>) => vendor as Vendor;

export const VENDORS: readonly Vendor[] = [adapter(deepchat), adapter(dynamics), adapter(flex), adapter(rocketchat), adapter(voiceflow)];
