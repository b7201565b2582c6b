import Console

await program.main()
