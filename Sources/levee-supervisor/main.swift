import Supervisor

await program.main()
