import { expect, test } from "vitest";
import { genesys } from "../../../../src/extras/widgets/vendors/genesys";
import { createPage } from "../../standIns/page";

test("Genesys is looked for by the name that its snippet has told, else by its own", () => {
  const { window } = createPage();
  expect(genesys.find(window)).toBe(false);
  window.Genesys = () => "its own";
  expect((genesys.find(window) as unknown as () => string)()).toBe("its own");
  window._genesysJs = "Support";
  expect(genesys.find(window)).toBe(false);
  window.Support = () => "the site's";
  expect((genesys.find(window) as unknown as () => string)()).toBe("the site's");
});
