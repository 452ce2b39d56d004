/** How much room a value takes as it travels. */

/** The bytes of a text. */
export const encode = (text: string) => new TextEncoder().encode(text).buffer;

/** The bytes of a value as JSON. */
export const sizeOf = (value: unknown) => encode(JSON.stringify(value)).byteLength;
