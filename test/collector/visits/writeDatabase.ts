/** Writes small databases in MaxMind's format, by its specification: https://maxmind.github.io/MaxMind-DB/ */
import ipaddr from "ipaddr.js";

type Value = string | number | Value[] | { [key: string]: Value };

export interface DatabaseOptions {
  /** What is known of which network: `"81.2.69.0/24"`. No two may overlap. */
  entries: { [network: string]: Value };
  /** One of version 4 has no addresses of version 6. */
  ipVersion?: 4 | 6;
  databaseType?: string;
}

const RECORD_BITS = 24;
const SEPARATOR = Buffer.alloc(16);
const MARKER = Buffer.concat([Buffer.from([0xab, 0xcd, 0xef]), Buffer.from("MaxMind.com")]);
const TYPES = { string: 2, uint32: 6, map: 7, array: 11 };

interface Node {
  /** Left and right: another node, the number of an entry, or nothing. */
  sides: [Node | number | undefined, Node | number | undefined];
}

export function writeDatabase({ entries, ipVersion = 6, databaseType = "Test-City" }: DatabaseOptions): Buffer {
  const nodes: Node[] = [];
  const grow = (): Node => {
    const node: Node = { sides: [undefined, undefined] };
    nodes.push(node);
    return node;
  };
  const root = grow();
  Object.keys(entries).forEach((network, entry) => {
    const bits = bitsOf(network, ipVersion);
    let node = root;
    bits.slice(0, -1).forEach((bit) => {
      const next = node.sides[bit] ?? grow();
      if (typeof next === "number") throw new Error(`${network} overlaps another.`);
      node.sides[bit] = next;
      node = next;
    });
    node.sides[bits.at(-1)!] = entry;
  });

  const values = Object.values(entries).map(encode);
  const offsets = values.map((_, i) => values.slice(0, i).reduce((sum, { length }) => sum + length, 0));
  const numbers = new Map(nodes.map((node, number) => [node, number]));
  const record = (side: Node | number | undefined) =>
    side === undefined ? nodes.length : typeof side === "number" ? nodes.length + SEPARATOR.length + offsets[side]! : numbers.get(side)!;
  const tree = Buffer.concat(nodes.flatMap(({ sides }) => sides.map((side) => {
    const bytes = Buffer.alloc(RECORD_BITS / 8);
    bytes.writeUIntBE(record(side), 0, bytes.length);
    return bytes;
  })));
  const metadata = {
    node_count: nodes.length, record_size: RECORD_BITS, ip_version: ipVersion, database_type: databaseType, languages: ["en"],
    binary_format_major_version: 2, binary_format_minor_version: 0, build_epoch: 1_700_000_000, description: { en: "For tests" },
  };
  return Buffer.concat([tree, SEPARATOR, ...values, MARKER, encode(metadata)]);
}

/** In a tree of version 6 addresses of version 4 stand behind 96 zeros. */
function bitsOf(network: string, ipVersion: 4 | 6): (0 | 1)[] {
  const [address, length] = ipaddr.parseCIDR(network);
  const before = ipVersion === 6 && address.kind() === "ipv4" ? 96 : 0;
  const bits = address.toByteArray().flatMap((byte) => Array.from({ length: 8 }, (_, i) => ((byte >> (7 - i)) & 1) as 0 | 1));
  return [...Array<0>(before).fill(0), ...bits.slice(0, length)];
}

function encode(value: Value): Buffer {
  if (typeof value === "string") return Buffer.concat([control(TYPES.string, Buffer.byteLength(value)), Buffer.from(value)]);
  if (typeof value === "number") {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(value);
    return Buffer.concat([control(TYPES.uint32, bytes.length), bytes]);
  }
  if (Array.isArray(value)) return Buffer.concat([control(TYPES.array, value.length), ...value.map(encode)]);
  return Buffer.concat([control(TYPES.map, Object.keys(value).length), ...Object.entries(value).flatMap(([key, one]) => [encode(key), encode(one)])]);
}

/** Types above 7 need a second byte, sizes from 29 to 284 one more. */
function control(type: number, size: number): Buffer {
  const short = Math.min(size, 29);
  const first = type > 7 ? [short, type - 7] : [(type << 5) | short];
  return Buffer.from([...first, ...(size > 28 ? [size - 29] : [])]);
}
