import { Command, InvalidArgumentError, Option } from 'commander';
import { type AccountChanges, changeAccount } from '../accounts/change.ts';
import { MAX_MONTHLY_LIMIT } from '../accounts/fields.ts';
import { withApp } from '../app/app.ts';
import { usageError } from '../core/errors.ts';
import type { Io } from '../core/io.ts';
import { parseAddress } from '../delivery/address.ts';
import { camelCase, MARKET_ZONE, parseId, parseInteger, printJson, printLine } from './support.ts';

const EXAMPLES = `
An empty text removes a value, as in --brand-color "". A plan, limit, status or
zone counts from the next claim on.

Examples:
  $ reportctl accounts set 0198c5a0-7d5e-7000-8000-000000000001 --plan starter \\
      --limit none
  $ reportctl accounts set 0198c5a0-7d5e-7000-8000-000000000001 --limit 40
  $ reportctl accounts set 0198c5a0-7d5e-7000-8000-000000000001 \\
      --status suspended`;

const STATUSES = ['active', 'suspended', 'cancelled'] as const;

interface SetOptions {
  name?: string;
  email?: string;
  verified?: boolean;
  unverified?: boolean;
  plan?: string;
  limit?: { reports: number | null };
  status?: (typeof STATUSES)[number];
  timezone?: string;
  postalAddress?: string;
  brandName?: string;
  brandColor?: string;
  brandLogoUrl?: string;
  replyTo?: string;
  json?: boolean;
}

export function defineSet(io: Io): Command {
  return new Command('set')
    .description('change what is named of an account')
    .argument('<id>', 'its id', parseId)
    .option('--name <name>', "the account's name, shown on its reports")
    .option('--email <address>', "the owner's address; it is as verified as the one before unless said")
    .addOption(new Option('--verified', 'the address is verified').conflicts('unverified'))
    .addOption(new Option('--unverified', 'the address is not verified: no report is sent').conflicts('verified'))
    .option('--plan <slug>', 'the plan')
    .option(
      '--limit <n>',
      'a limit of its own, in reports a month, 0 = no reports; none = no limit of its own: its plan’s counts ' +
        '(for no limit at all: --plan unlimited --limit none)',
      parseLimit,
    )
    .addOption(new Option('--status <status>', 'only active accounts get reports').choices(STATUSES))
    .option('--timezone <zone>', `${MARKET_ZONE}, and the plan's month`)
    .option('--postal-address <address>', 'shown in every message (CAN-SPAM)')
    .option('--brand-name <name>', 'the name that messages come from')
    .option('--brand-color <hex>', 'such as #0b5394')
    .option('--brand-logo-url <url>', 'an https picture')
    .option('--reply-to <address>', 'where replies go')
    .option('--json', 'print the account as JSON')
    .addHelpText('after', EXAMPLES)
    .action((id: string, options: SetOptions) => set(io, id, options));
}

async function set(io: Io, id: string, options: SetOptions): Promise<void> {
  const changes = changesOf(options);
  const names = Object.keys(changes);
  if (names.length === 0) {
    throw usageError('Say what to change, such as --plan starter. See: reportctl accounts set --help', 'no_change');
  }
  const account = await withApp(io, {}, async (app) => changeAccount((await app.database()).pool, id, changes));
  if (options.json) return printJson(io, camelCase(account));
  printLine(
    io,
    `changed ${names.map((name) => name.replaceAll('_', ' ')).join(', ')} of account ${id} (${account.name})`,
  );
}

function changesOf(options: SetOptions): AccountChanges {
  const verified = options.verified ? true : options.unverified ? false : undefined;
  const changes: AccountChanges = {
    name: options.name,
    owner_email: address(options.email),
    email_verified: verified,
    plan_slug: options.plan,
    monthly_report_limit_override: options.limit?.reports,
    status: options.status,
    timezone: options.timezone,
    postal_address: orNull(options.postalAddress),
    brand_name: orNull(options.brandName),
    brand_color: orNull(options.brandColor),
    brand_logo_url: orNull(options.brandLogoUrl),
    brand_reply_to: address(options.replyTo),
  };
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
}

/** Undefined: not named. An empty text removes the value. */
const orNull = (text: string | undefined): string | null | undefined => (text === '' ? null : text);

function address(text: string | undefined): string | null | undefined {
  return text === undefined || text === '' ? orNull(text) : parseAddress(text).email;
}

/** Null: the plan's. Wrapped, because commander takes a bare null for an option without a value. */
function parseLimit(text: string): { reports: number | null } {
  if (text === 'none') return { reports: null };
  if (text === 'unlimited') {
    throw new InvalidArgumentError('Only a plan is unlimited. Say: --plan unlimited --limit none');
  }
  try {
    return { reports: parseInteger(0, MAX_MONTHLY_LIMIT)(text) };
  } catch {
    throw new InvalidArgumentError(
      `It is neither a whole number up to ${MAX_MONTHLY_LIMIT} nor none, which stands for its plan’s limit.`,
    );
  }
}
