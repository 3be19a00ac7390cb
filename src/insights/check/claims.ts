import { type DenyList, listed } from './phrases.ts';

/** What figures cannot show (M9): causes, forecasts, advice, and matters that the report has no figure of. */
export const CLAIMS: readonly DenyList[] = [
  {
    code: 'cause',
    advice: 'states a cause, which figures do not show.',
    phrases: listed(`
      because, due to, owing to, thanks to, driven by, as a result*, result* in, result* from, caus*, led to,
      leads to, leading to, fuel*, amid, amidst, attribut*, on the back of, therefore, consequently, hence,
      reflecting, reflects, reflect, spurred, prompted, prompting, boosted, pushed, pushing, pressure*, thus,
      stem* from, in response to, as buyers, as sellers, since
    `),
  },
  {
    code: 'forecast',
    advice: 'speaks of the future or of chances; keep to what was measured.',
    phrases: listed(`
      will, won't, would, expect*, forecast*, predict*, project*, likely, unlikely, soon, shortly, coming *,
      upcoming, next week*, next month*, next quarter*, next year*, next spring, next summer, next autumn, next
      fall, next winter, outlook, anticipat*, going forward, ahead, poised, set to, bound to, may, might, could,
      probabl*, possibl*, perhaps, future, continue*, continuing, trend*, momentum, on track, by year end, by the
      end of, tomorrow, remain* to be seen, potential*, keep rising, keep falling, they'll, it'll, shall
    `),
    // Homes that are not yet on the market have this name in the MLS.
    except: ['coming soon listings'],
  },
  {
    code: 'advice',
    advice: 'advises or sells; describe instead.',
    phrases: listed(`
      should, shouldn't, recommend*, advis*, consider, considering, good time, great time, best time, right time,
      perfect time, ideal time, opportunit*, act now, act fast, act quickly, contact, call us, call me, call now,
      don't wait, don't miss, must, need to, needs to, ought, have to, has to, buy now, sell now, wise, wisely,
      smart, bargain*, great deal, good deal, deals, worth, invest*, make an offer, reach out, get in touch, you,
      your, you're, you'll, let us, let's, we, our, now is, list your, price it, advantage, leverage, patien*, be
      prepared, be ready, try to
    `),
  },
  {
    code: 'unsupported',
    advice: 'is not among the facts.',
    phrases: listed(`
      demand, mortgage*, interest rate*, rates, inflation, econom*, employment, job market, jobs, wage*, income*,
      afford*, tax, taxes, season*, spring, summer, autumn, winter, recession, covid*, pandemic, popula*, rental*,
      rents, investor*, first time, luxury, new construction, builder*, bidding war*, multiple offers, competi*,
      suggest*, indicat*, signal*, impl*, shows that, mean that, means that, confidence, sentiment, record high,
      record low, all time, historic*, nationwide, national, statewide, elsewhere, other cities, neighboring,
      neighbouring, average for, unusually, unprecedented, year over year, month over month, quarter over quarter,
      year on year, last week, last month, last quarter, last year, a year ago, a year earlier, previous*, prior,
      this week, this quarter, this year, once again, as usual, than usual, compared to, strong, robust, healthy,
      impressive, remarkabl*, excellent, great, attractive, lucrative, vibrant market
    `),
    // The report says of itself that it leaves them out, and what an outlier does to a median.
    except: ['rentals are left out', 'rentals left out', 'unusually expensive', 'unusually dear', 'unusually cheap'],
  },
  {
    code: 'not_a_narrative',
    advice: 'belongs to a conversation, not to a report.',
    phrases: listed(`
      as an ai, ai model, language model, assistant, ignore all, ignore the, ignore previous, ignoring,
      disregard*, instruction*, system prompt, prompt, sure here, here is, here's, i cannot, i can't, i am, i'm,
      i, sorry, certainly, click, password*, api key, json, visit, subscribe, unsubscribe, placeholder, insert *,
      lorem ipsum, word count, n/a, nan, null, undefined
    `),
  },
];
