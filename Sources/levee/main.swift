import Administration

await Administration.main()
