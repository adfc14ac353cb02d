print("terminus")
