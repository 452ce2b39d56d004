/** Why a whole batch is not taken: an HTTP status, a word for programs, and a sentence that says what to do. */
export interface Refusal {
  status: 400 | 401 | 403 | 413 | 503;
  error: string;
  message: string;
}
