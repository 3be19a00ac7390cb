import { createHash } from 'node:crypto';

const STYLE =
  'body{font:17px/1.5 system-ui,sans-serif;margin:0;background:#eef1f5;color:#1b212a}' +
  'main{max-width:28rem;margin:12vh auto 0;padding:2rem;background:#fff;border-radius:8px}' +
  'h1{font-size:1.4rem;margin:0 0 .5rem}p{margin:0 0 1.25rem}p:last-child{margin:0}' +
  'button{font:inherit;font-weight:600;padding:.7rem 1.4rem;border:0;border-radius:6px;background:#1f4e79;color:#fff;cursor:pointer}' +
  'button:focus-visible{outline:3px solid #7fb2e0;outline-offset:2px}' +
  '@media(prefers-color-scheme:dark){body{background:#12161c;color:#e8ecf1}main{background:#1b212a}}';

/** Nothing but our one style, no script, no frame, and a form that can only come back here. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ');

/** Pages are constants: whatever a request holds, address and token included, appears on none of them. */
function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="robots" content="noindex">
<title>${title}</title>
<style>${STYLE}</style>
</head>
<body><main>
<h1>${title}</h1>
${body}
</main></body>
</html>
`;
}

/** The form has no action, so that it comes back to this address with its token, under whatever path that is served. */
export const CONFIRMATION = page(
  'Unsubscribe',
  `<p>Do you want to receive no more reports from this sender?</p>
<form method="post"><button name="List-Unsubscribe" value="One-Click">Unsubscribe</button></form>`,
);

export const UNSUBSCRIBED = page(
  'You are unsubscribed',
  '<p>You will receive no more reports from this sender. A message that was already on its way may still arrive.</p>',
);

export const BAD_LINK = page(
  'This link does not work',
  '<p>Part of it may be missing. Open the link in the message again, or copy all of it. You can also reply to the message and ask to be taken off the list.</p>',
);

export const TRY_AGAIN = page(
  'Please try again',
  '<p>This could not be done just now, and nothing was changed. Please try again in a minute.</p>',
);

export const NOT_FOUND = page('Nothing here', '<p>Open the link in the message to unsubscribe.</p>');
