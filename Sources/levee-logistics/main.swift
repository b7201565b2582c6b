import Logistics

await program.main()
