// The environment that a wrapped MCP server gets.

/**
 * Everything but the gateway's own credentials: a server that could act as its agent, or on the database, would not be
 * governed. `DATABASE_URL` is the gateway's where it opens the database itself; elsewhere it may be the server's own.
 */
export function serverEnvironment(env: NodeJS.ProcessEnv, opensDatabase: boolean): NodeJS.ProcessEnv {
  const own = (name: string) => name.startsWith('SALLYPORT_') || (opensDatabase && name === 'DATABASE_URL')
  return Object.fromEntries(Object.entries(env).filter(([name]) => !own(name)))
}
