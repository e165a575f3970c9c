/** A request to the simulator, whatever server it came through. */
export interface SimulatorRequest {
  method: string
  /** The API path without query: `/cgi-bin/token`. */
  path: string
  query: URLSearchParams
  body: string
  /** The caller's address, as the whitelist knows it. */
  ip: string
  /** The caller's `Accept-Language`, for what a user sees. */
  language?: string
  /** The caller's `User-Agent`: which client opens the authorise page. */
  userAgent?: string
}

/** Parameters as WeChat names them, from the query, a form or a JSON body. */
export type Params = Record<string, unknown>

/** A call as an endpoint sees it; without parameters it was no valid JSON. */
export interface EndpointCall {
  method: string
  params: Params | undefined
  ip: string
}
