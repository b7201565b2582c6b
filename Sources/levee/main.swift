import Administration

Dispatch.runTeamProgramIfNamed()
await program.main()
