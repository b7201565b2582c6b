import Response

await program.main()
