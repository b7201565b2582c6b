import Leadership

await program.main()
