/** Reads whose widgets a site wants to be listened to, from the script tag or from `pe.init`. */
import type { Host } from "../../sdk/extras/host";

/**
 * @param options the page's options: those of the tag are texts with names of their own, `data-widgets-vendors="genesys,crisp"`
 * @returns names of adapters; without it all listen that cannot cost the site a handler of its own
 */
export function vendorsOf({ widgets, widgetsVendors }: Host["options"]): readonly string[] | undefined {
  const { vendors = widgetsVendors } = Object(widgets) as { vendors?: unknown };
  return vendors ? `${vendors as string[]}`.split(/[\s,]+/) : undefined;
}
