import Supervisor

await Supervisor.main()
