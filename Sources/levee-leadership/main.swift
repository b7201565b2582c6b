import Leadership

await Leadership.main()
