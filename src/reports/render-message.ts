import type { RecipientFooter } from './footer.ts';
import type { MessageOptions } from './mail-listings.ts';
import type { ReportModel } from './model.ts';
import { fillFrame, type PageFrame, renderFrame } from './render-html.ts';
import { renderTextBody, renderTextFooter } from './render-text.ts';

/** A message's content, but for its headers other than the subject. */
export interface ReportMessage {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

/** Models are immutable, so that what all recipients share is made once per model and dropped with it. */
const rendered = new WeakMap<ReportModel, { pdf: boolean; frame: PageFrame; text: string }>();

/** The message for one recipient. The first call for a model renders it, each further one adds a footer. */
export function renderMessage(
  model: ReportModel,
  footer: RecipientFooter,
  { pdf = false }: MessageOptions = {},
): ReportMessage {
  const kept = rendered.get(model);
  const shared =
    kept?.pdf === pdf ? kept : { pdf, frame: renderFrame(model, { pdf }), text: renderTextBody(model, { pdf }) };
  rendered.set(model, shared);
  return {
    subject: model.subject,
    html: fillFrame(shared.frame, model, footer),
    text: shared.text + renderTextFooter(model, footer),
  };
}
