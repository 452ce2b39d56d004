/** Sites of a collector, as it names them to those who work on them, and a new one as it is told to who made it. */

export interface NamedSite {
  name: string;
  /** Public, `pk_…`: the query parameter `site` takes it. */
  key: string;
}

/** Answer of `POST /v1/sites`: the only one that ever has the secret key. */
export interface NewSite {
  site: NamedSite;
  /** What is to be pasted into the site's pages. */
  tag: string;
  secret: string;
}
