import { Command } from 'commander';
import { addAccount } from '../accounts/add.ts';
import { unknownAccount } from '../accounts/change.ts';
import { type AccountRow, findAccount, listAccounts } from '../accounts/queries.ts';
import { withApp } from '../app/app.ts';
import type { ExitCode } from '../core/exit-codes.ts';
import type { Io } from '../core/io.ts';
import { parseAddress } from '../delivery/address.ts';
import { defineSet } from './account-changes.ts';
import { camelCase, MARKET_ZONE, parseId, printJson, printLine, printTable } from './support.ts';

const EXAMPLES = `
Examples:
  $ reportctl accounts add --name "Harbor Realty" --email owner@example.com \\
      --plan starter --timezone America/Chicago
  $ reportctl accounts set 0198c5a0-7d5e-7000-8000-000000000001 --plan pro \\
      --limit none
  $ reportctl accounts list`;

interface AddOptions {
  name: string;
  email?: string;
  unverified?: boolean;
  plan: string;
  timezone: string;
  postalAddress?: string;
  brandName?: string;
  brandColor?: string;
  brandLogoUrl?: string;
  replyTo?: string;
  quiet?: boolean;
  json?: boolean;
}

export function define(io: Io, _exit: (code: ExitCode) => void): Command {
  const accounts = new Command('accounts')
    .description('Adds, changes, lists and shows accounts.')
    .addHelpText('after', EXAMPLES);
  accounts
    .command('add')
    .description('add an account; its e-mail address counts as verified unless --unverified')
    .requiredOption('--name <name>', "the account's name, shown on its reports")
    .option('--email <address>', "the owner's address")
    .option('--unverified', 'the address is not verified yet: no report is sent')
    .option('--plan <slug>', 'the plan', 'unlimited')
    .option('--timezone <zone>', `${MARKET_ZONE}, and the plan's month`, 'America/Los_Angeles')
    .option('--postal-address <address>', 'shown in every message (CAN-SPAM)')
    .option('--brand-name <name>', 'the name that messages come from')
    .option('--brand-color <hex>', 'such as #0b5394')
    .option('--brand-logo-url <url>', 'an https picture')
    .option('--reply-to <address>', 'where replies go')
    .option('--quiet', 'print the id alone')
    .option('--json', 'print the account as JSON')
    .action((options: AddOptions) => add(io, options));
  accounts.addCommand(defineSet(io));
  accounts
    .command('list')
    .description('list all accounts')
    .option('--json', 'print JSON')
    .action((options: { json?: boolean }) => list(io, options.json ?? false));
  accounts
    .command('show')
    .description('show one account')
    .argument('<id>', 'its id', parseId)
    .option('--json', 'print JSON')
    .action((id: string, options: { json?: boolean }) => show(io, id, options.json ?? false));
  return accounts;
}

async function add(io: Io, options: AddOptions): Promise<void> {
  const account = await withApp(io, {}, async (app) => {
    const { pool, clock } = await app.database();
    return addAccount(
      pool,
      {
        name: options.name,
        ownerEmail: options.email === undefined ? null : parseAddress(options.email).email,
        emailVerified: !options.unverified,
        planSlug: options.plan,
        timezone: options.timezone,
        postalAddress: options.postalAddress ?? null,
        brandName: options.brandName ?? null,
        brandColor: options.brandColor ?? null,
        logoUrl: options.brandLogoUrl ?? null,
        replyTo: options.replyTo === undefined ? null : parseAddress(options.replyTo).email,
      },
      clock.now(),
    );
  });
  if (options.json) printJson(io, camelCase(account));
  else printLine(io, options.quiet ? account.id : `added account ${account.id} (${account.name})`);
}

async function list(io: Io, json: boolean): Promise<void> {
  const accounts = await withApp(io, {}, async (app) => listAccounts((await app.database()).pool));
  if (json) return printJson(io, accounts.map(camelCase));
  printTable(
    io,
    ['ID', 'NAME', 'PLAN', 'STATUS', 'TIMEZONE'],
    accounts.map((account) => [account.id, account.name, account.plan_slug, account.status, account.timezone]),
  );
}

async function show(io: Io, id: string, json: boolean): Promise<void> {
  const account = await withApp(io, {}, async (app) => findAccount((await app.database()).pool, id));
  if (!account) throw unknownAccount(id);
  if (json) return printJson(io, camelCase(account));
  for (const [key, value] of Object.entries(account) as [keyof AccountRow, unknown][]) {
    printLine(
      io,
      `${key.replaceAll('_', ' ').padEnd(30)}  ${value instanceof Date ? value.toISOString() : (value ?? '–')}`,
    );
  }
}
