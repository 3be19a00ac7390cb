import { expect, test } from 'vitest';
import { withInlineImages } from '../../src/core/inline-images.ts';

const png = { contentType: 'image/png', content: Buffer.from('picture') };

test('a picture of the message becomes part of the page, every time it is shown', () => {
  const page = '<img src="cid:a@x"><img src="cid:a@x"><img src="cid:b@x">';
  expect(withInlineImages(page, [{ ...png, cid: 'a@x' }])).toBe(
    '<img src="data:image/png;base64,cGljdHVyZQ=="><img src="data:image/png;base64,cGljdHVyZQ=="><img src="cid:b@x">',
  );
});

test('an attachment that is no picture of the page changes nothing', () => {
  expect(withInlineImages('<p>cid:a</p>', [png])).toBe('<p>cid:a</p>');
});
