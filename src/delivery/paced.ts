import { unavailableError } from '../core/errors.ts';
import type { RequestGate } from '../listings/request-gate.ts';
import { VendorBusyError } from '../listings/vendor-busy-error.ts';
import type { SendOutcome, Transport } from './transport.ts';

/**
 * The transport behind a gate: each message waits for its turn before it is offered, as providers count messages and
 * not connections.
 */
export function pacedTransport(transport: Transport, gate: RequestGate): Transport {
  return {
    name: transport.name,
    send: async (message, hooks) => (await waitForTurn(gate, hooks.signal)) ?? transport.send(message, hooks),
    close: () => transport.close(),
  };
}

/** @returns why there is no turn: the process stops, or the turn lies minutes ahead */
async function waitForTurn(gate: RequestGate, signal: AbortSignal): Promise<SendOutcome | undefined> {
  try {
    await gate.acquire(signal);
    return undefined;
  } catch (error) {
    if (!signal.aborted && !(error instanceof VendorBusyError)) throw error;
    const message = 'A message did not get its turn under SMTP_PER_SECOND. Later ticks send it.';
    const turn = error instanceof VendorBusyError ? { availableAt: error.availableAt } : {};
    return { status: 'not_sent', error: unavailableError(message, 'smtp_pace', error), ...turn };
  }
}
