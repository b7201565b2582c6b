import Monitoring

await program.main()
