/** Interim: an already running server. */
export async function startTestPostgres(): Promise<{ url: string; stop(): Promise<void> }> {
  const url = process.env.TEST_DATABASE_URL;
  if (!url) throw new Error('TEST_DATABASE_URL is not set');
  return { url, stop: async () => {} };
}
