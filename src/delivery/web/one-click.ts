const FORM_PART =
  /(?:^|\n)content-disposition:[^\r\n]*\bname="?List-Unsubscribe"?[^\r\n]*\r?\n(?:[^\r\n]+\r?\n)*\r?\nOne-Click\r?\n/i;

/**
 * True for the body that RFC 8058 has mail programs post, `List-Unsubscribe=One-Click`, in either of the two forms that
 * it allows: urlencoded or multipart.
 */
export function isOneClick(contentType: string | undefined, body: string): boolean {
  const type = contentType?.split(';')[0]?.trim().toLowerCase();
  if (type === 'application/x-www-form-urlencoded') {
    return new URLSearchParams(body).get('List-Unsubscribe') === 'One-Click';
  }
  return type === 'multipart/form-data' && FORM_PART.test(body);
}
