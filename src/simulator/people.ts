/** The people of the simulated day, by number: who calls, writes and visits, and who of them is a contact already. */
import { createRandom } from "./random";

export interface Person {
  externalId: string;
  givenName: string;
  familyName: string;
  email: string;
  /** E.164. Who came after the numbers had run out has none. */
  phone?: string;
  companyName?: string;
}

const GIVEN = [
  "Ada", "Grace", "Alan", "Edsger", "Barbara", "Donald", "Hedy", "Katherine", "Linus", "Margaret", "Niklaus", "Radia", "Shafi", "Tim", "Yukihiro",
  "Anita", "Bjarne", "Carol", "Dennis", "Evelyn", "Frances", "Guido", "Hal", "Irene", "Jean", "Ken", "Lynn",
] as const;
const FAMILY = [
  "Byron", "Hopper", "Turing", "Moreau", "Liskov", "Lamarr", "Johnson", "Hamilton", "Wirth", "Perlman", "Goldwasser", "Lee", "Borg", "Shaw",
  "Ritchie", "Boyd", "Allen", "Rossum", "Abelson", "Greif", "Sammet", "Thompson", "Conway", "Ng", "O'Brien", "Müller", "García", "Dvořák",
] as const;
const COMPANIES = ["Northwind", "Contoso", "Initech", "Globex", "Umbrella", "Acme"] as const;

/** Of each of these areas the numbers 555-0100 to 555-0199 are nobody's: they are for stories. Source: https://nationalnanpa.com/number_resource_info/555_numbers.html */
const AREAS = [
  201, 202, 203, 205, 206, 207, 208, 209, 210, 212, 213, 214, 215, 216, 217, 218, 219, 224, 225, 228,
  229, 231, 234, 239, 240, 248, 251, 252, 253, 254, 256, 260, 262, 267, 269, 270, 281, 301, 302, 303,
] as const;
const NUMBERS_PER_AREA = 100;

/** The same number is the same person, on every day of every seed. */
export function personOf(number: number): Person {
  const random = createRandom(`person ${number}`);
  const givenName = random.pick(GIVEN);
  const familyName = random.pick(FAMILY);
  const area = AREAS[Math.floor(number / NUMBERS_PER_AREA)];
  const mailbox = `${givenName}.${familyName}.${number}`.toLowerCase().normalize("NFD").replace(/[^a-z0-9.]/g, "");
  return {
    externalId: `customer-${number}`,
    givenName,
    familyName,
    email: `${mailbox}@example.${random.pick(["com", "org", "net"])}`,
    ...(area !== undefined && { phone: `+1${area}55501${String(number % NUMBERS_PER_AREA).padStart(2, "0")}` }),
    ...(random.chance(0.3) && { companyName: random.pick(COMPANIES) }),
  };
}

/** The first so many people as a file for `POST /v1/imports`. */
export function contactsCsv(count: number): string {
  const rows = Array.from({ length: count }, (_, number) => {
    const { externalId, givenName, familyName, email, phone = "", companyName = "" } = personOf(number);
    return [externalId, givenName, familyName, email, phone, companyName].join();
  });
  return ["external_id,first name,last name,email,phone,company", ...rows, ""].join("\n");
}
