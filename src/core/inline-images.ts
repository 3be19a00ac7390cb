export interface InlineImage {
  readonly cid?: string;
  readonly contentType: string;
  readonly content: Buffer;
}

/** The page as a browser can show it by itself: each `cid:` picture of a message becomes a data URL. */
export function withInlineImages(html: string, images: readonly InlineImage[]): string {
  return images.reduce((page, { cid, contentType, content }) => {
    if (cid === undefined) return page;
    const url = `data:${contentType};base64,${content.toString('base64')}`;
    return page.replaceAll(`src="cid:${cid}"`, `src="${url}"`);
  }, html);
}
