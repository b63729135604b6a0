#!/usr/bin/env node
// The `sallyport` command.
import { runProgram } from './cli/program.ts'

process.exitCode = await runProgram(process.argv)
