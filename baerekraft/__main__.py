from baerekraft.config.cli import main

main()
