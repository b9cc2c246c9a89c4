/**
 * True where a browser posts a form of the page by itself, as it does before the page's script has run: React has it
 * encoded as multipart.
 */
export const isFormPost = (headers: Pick<Headers, 'get'>): boolean =>
  headers.get('content-type')?.startsWith('multipart/form-data') === true;
