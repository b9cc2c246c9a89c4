/**
 * Returns true if a browser posts a form without the page's script, as before it has run: React sends it as multipart.
 */
export const isFormPost = (headers: Pick<Headers, 'get'>): boolean =>
  headers.get('content-type')?.startsWith('multipart/form-data') === true;
