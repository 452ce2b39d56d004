/** One line of a terminal that is drawn again and again; where nobody looks, a plain line now and then. */

/** Where output goes to a file, so often. */
const PLAIN_MS = 5_000;

/** @param {NodeJS.WriteStream} to */
export function createMeter(to) {
  const begunAt = Date.now();
  let drawnAt = 0;
  const fit = (text) => (to.columns ? text.slice(0, to.columns - 1) : text);
  const redraw = (text) => to.write(`\r\u001b[2K${fit(text)}`);
  return {
    begunAt,
    /** @param {string} text */
    draw(text) {
      if (to.isTTY) return void redraw(text);
      if (Date.now() - drawnAt < PLAIN_MS) return;
      drawnAt = Date.now();
      to.write(`${text}\n`);
    },
    /** The last of it stays. @param {string} text */
    end(text) {
      if (to.isTTY) redraw(text);
      else to.write(text);
      to.write("\n");
    },
  };
}
